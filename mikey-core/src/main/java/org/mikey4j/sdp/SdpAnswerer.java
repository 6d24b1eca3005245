package org.mikey4j.sdp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * The answerer's side of key management in SDP: every MIKEY message of the offer is processed, on every level, and one
 * failure aborts all (RFC 4567, 4.1.2). Knows no mode; the exchange is given.
 */
public final class SdpAnswerer {
    private SdpAnswerer() {}

    /** Processes one message of an offer. */
    @FunctionalInterface
    public interface Exchange {
        /**
         * Processes a message.
         *
         * @param message the octets
         * @param prtclIds the protocols at its level, for {@link SdpIds#judge}
         */
        ResponderResult receive(Octets message, List<String> prtclIds);
    }

    /** What came of an offer. */
    public sealed interface Outcome {
        /** The offer has no key management at all. */
        record NoKeyManagement() implements Outcome {}

        /**
         * The offer has key management, and none of it is MIKEY; the SIP answer is 488 with this warning.
         *
         * @param offered the protocols that were offered
         * @param warning the warning
         */
        record NoCommonProtocol(List<String> offered, Warning warning) implements Outcome {}

        /**
         * All messages were accepted.
         *
         * @param answer the answer with the messages that go back, each at the level of the one it answers
         * @param associations the associations by section, see {@link SdpSection#media}; none for a section whose message
         *     was a repetition
         */
        record Accepted(String answer, Map<Integer, SecurityAssociation> associations) implements Outcome {}

        /**
         * A message was refused, and with it the whole offer: no association is left.
         *
         * @param section the section whose message was refused
         * @param reason why
         * @param answer an answer with the error message, for an Initiator that may try again; empty if there is none
         * @param warning the warning of a 488 response, for one that may not
         */
        record Refused(int section, Rejected reason, Optional<String> answer, Warning warning) implements Outcome {}

        /**
         * A key-mgmt line cannot be read.
         *
         * @param attribute the line
         * @param warning the warning of a 488 response
         */
        record Unreadable(KeyMgmtAttribute attribute, Warning warning) implements Outcome {}
    }

    /**
     * Answers an offer.
     *
     * @param offer the SDP offer
     * @param plainAnswer the SDP answer without keys, with as many media descriptions as the offer
     * @param exchange processes the messages
     */
    public static Outcome answer(String offer, String plainAnswer, Exchange exchange) {
        Sdp sdp = Sdp.parse(offer);
        List<SdpSection> keyed = sdp.keyed();
        if (keyed.isEmpty()) {
            return new Outcome.NoKeyManagement();
        }
        if (sdp.attributes().stream().noneMatch(KeyMgmtAttribute::isMikey)) {
            return new Outcome.NoCommonProtocol(
                    sdp.attributes().stream().map(KeyMgmtAttribute::prtclId).toList(),
                    Warning.ATTRIBUTE_NOT_UNDERSTOOD);
        }
        Map<Integer, SecurityAssociation> associations = new LinkedHashMap<>();
        String answer = plainAnswer;
        for (SdpSection section : keyed) {
            for (KeyMgmtAttribute attribute : section.attributes()) {
                if (!attribute.isMikey()) {
                    continue;
                }
                if (!attribute.data().isReadable()) {
                    close(associations);
                    return new Outcome.Unreadable(
                            attribute, Warning.miscellaneous("key-mgmt line " + attribute.line() + " cannot be read"));
                }
                ResponderResult result = exchange.receive(attribute.data().octets(), section.prtclIds());
                if (result instanceof Rejected rejected) {
                    close(associations);
                    return refused(section, rejected, plainAnswer);
                }
                Optional<MikeyMessage> reply;
                if (result instanceof ResponderResult.Established established) {
                    associations.put(section.media(), established.association());
                    reply = established.reply();
                } else {
                    reply = ((ResponderResult.Repeated) result).reply();
                }
                if (reply.isPresent()) {
                    answer = Sdp.parse(answer)
                            .withAttribute(
                                    section.media(),
                                    KeyMgmtAttribute.MIKEY,
                                    reply.get().octets());
                }
            }
        }
        return new Outcome.Accepted(answer, associations);
    }

    private static Outcome refused(SdpSection section, Rejected rejected, String plainAnswer) {
        Optional<String> answer = rejected.errorMessage()
                .map(error ->
                        Sdp.parse(plainAnswer).withAttribute(section.media(), KeyMgmtAttribute.MIKEY, error.octets()));
        return new Outcome.Refused(section.media(), rejected, answer, Warning.miscellaneous("Key management failed"));
    }

    private static void close(Map<Integer, SecurityAssociation> associations) {
        associations.values().forEach(SecurityAssociation::close);
        associations.clear();
    }
}
