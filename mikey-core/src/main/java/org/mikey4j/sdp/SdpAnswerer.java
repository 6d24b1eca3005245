package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * The answerer's side of key management in SDP: every MIKEY message of an offer is processed, on every level, and one
 * failure aborts all (RFC 4567, 4.1.2). Knows no mode; the exchange is given.
 *
 * <pre>{@code
 * switch (SdpAnswerer.receive(SdpUse.OFFER, offer, (message, level) -> responder(level).receive(message, dialog))) {
 *     case Accepted accepted -> send(200, accepted.answer(plainAnswer));
 *     case Refused refused -> send(Warning.SIP_NOT_ACCEPTABLE_HERE, refused.warnings());
 *     ...
 * }
 * }</pre>
 */
public final class SdpAnswerer {
    /** Refusals because something of the message is not supported. */
    private static final Set<RejectReason> NOT_SUPPORTED = EnumSet.of(
            RejectReason.WRONG_DATA_TYPE,
            RejectReason.UNSUPPORTED_PRF,
            RejectReason.UNSUPPORTED_MAC,
            RejectReason.UNSUPPORTED_ENCRYPTION,
            RejectReason.UNSUPPORTED_HASH,
            RejectReason.UNSUPPORTED_DH,
            RejectReason.UNSUPPORTED_PROTOCOL,
            RejectReason.POLICY_REFUSED);

    private SdpAnswerer() {}

    /** Processes one message of an offer. */
    @FunctionalInterface
    public interface Exchange {
        /**
         * Processes a message.
         *
         * @param message the octets
         * @param level where it stands, with the protocols that are offered there, for {@link KeyMgmtLevel#judge}
         */
        ResponderResult receive(Octets message, KeyMgmtLevel level);
    }

    /** What came of an offer. */
    public sealed interface Outcome {
        /** The offer has no key management at all. */
        record NoKeyManagement() implements Outcome {}

        /**
         * The offer has key management, and none of it is MIKEY; the SIP response is 488 with these warnings.
         *
         * @param offered the protocols that were offered
         * @param warnings the warnings
         */
        record NoCommonProtocol(List<String> offered, List<Warning> warnings) implements Outcome {
            public NoCommonProtocol {
                offered = List.copyOf(offered);
                warnings = List.copyOf(warnings);
            }
        }

        /**
         * All messages were accepted.
         *
         * @param replies the messages that go back, by section, see {@link SdpSection#media}
         * @param associations the associations by section; none for a section whose message was a repetition
         * @param repeated the sections whose message was received before, in the same context. Their associations were
         *     given out then; without them the offer cannot be accepted
         * @param sources by media description the section whose keys are for it; none for media without MIKEY keys
         */
        record Accepted(
                Map<Integer, MikeyMessage> replies,
                Map<Integer, SecurityAssociation> associations,
                Set<Integer> repeated,
                Map<Integer, Integer> sources)
                implements Outcome {
            public Accepted {
                replies = Map.copyOf(replies);
                associations = Map.copyOf(associations);
                repeated = Set.copyOf(repeated);
                sources = Map.copyOf(sources);
            }

            /**
             * The answer with the messages that go back, each at the level of the one it answers.
             *
             * @param plainAnswer the SDP answer without keys
             * @throws IllegalArgumentException if the answer has fewer media descriptions than the offer has keys for
             */
            public String answer(String plainAnswer) {
                SdpEditor editor = Sdp.parse(plainAnswer).edit();
                replies.forEach((section, reply) -> editor.add(section, KeyMgmtAttribute.MIKEY, reply.octets()));
                return editor.text();
            }

            /** The keys for a media description; empty if it has none, or they were given out before. */
            public Optional<SecurityAssociation> association(int media) {
                return Optional.ofNullable(sources.get(media)).map(associations::get);
            }
        }

        /**
         * A message was refused, and with it the whole offer: no association is left.
         *
         * @param section the section whose message was refused
         * @param reason why
         * @param warnings those of a 488 response, for a session that is to end
         */
        record Refused(int section, Rejected reason, List<Warning> warnings) implements Outcome {
            public Refused {
                warnings = List.copyOf(warnings);
            }

            /**
             * An answer with the error message, for an Initiator that may make another offer.
             *
             * @param plainAnswer the SDP answer without keys
             * @return empty if there is no error message
             * @throws IllegalArgumentException if the answer has fewer media descriptions than the offer
             */
            public Optional<String> answer(String plainAnswer) {
                Sdp answer = Sdp.parse(plainAnswer);
                return reason.errorMessage()
                        .map(error -> answer.withAttribute(section, KeyMgmtAttribute.MIKEY, error.octets()));
            }
        }

        /**
         * A key-mgmt line cannot be used; nothing was processed.
         *
         * @param diagnostics why
         * @param warnings those of a 488 response
         */
        record Malformed(List<Diagnostic> diagnostics, List<Warning> warnings) implements Outcome {
            public Malformed {
                diagnostics = List.copyOf(diagnostics);
                warnings = List.copyOf(warnings);
            }
        }
    }

    /**
     * Processes an offer, or a description that is no offer.
     *
     * @param use how it came; decides what it may have, and what a refusal says
     * @param sdp the offer or description
     * @param exchange processes the messages
     */
    public static Outcome receive(SdpUse use, String sdp, Exchange exchange) {
        Sdp parsed = Sdp.parse(sdp);
        List<KeyMgmtAttribute> all = parsed.attributes();
        List<KeyMgmtAttribute> mikey =
                all.stream().filter(KeyMgmtAttribute::isMikey).toList();
        if (all.isEmpty()) {
            return new Outcome.NoKeyManagement();
        }
        if (mikey.isEmpty()) {
            List<String> offered =
                    all.stream().map(KeyMgmtAttribute::prtclId).distinct().toList();
            return new Outcome.NoCommonProtocol(offered, List.of(Warning.ATTRIBUTE_NOT_UNDERSTOOD));
        }
        boolean rekeying = use == SdpUse.REKEYING_OFFER;
        Optional<List<Diagnostic>> fault = use.check(parsed).map(List::of).or(() -> unreadable(mikey));
        return fault.<Outcome>map(f -> new Outcome.Malformed(f, Warning.of(rekeying, Warning.FAILED)))
                .orElseGet(() -> process(parsed, mikey, exchange, rekeying));
    }

    private static Optional<List<Diagnostic>> unreadable(List<KeyMgmtAttribute> mikey) {
        return mikey.stream().filter(a -> !a.data().isReadable()).findFirst().map(KeyMgmtAttribute::diagnostics);
    }

    private static Outcome process(Sdp sdp, List<KeyMgmtAttribute> mikey, Exchange exchange, boolean rekeying) {
        Map<Integer, MikeyMessage> replies = new LinkedHashMap<>();
        Map<Integer, SecurityAssociation> associations = new LinkedHashMap<>();
        List<Integer> repeated = new ArrayList<>();
        for (KeyMgmtAttribute attribute : mikey) {
            int section = attribute.media();
            ResponderResult result =
                    exchange.receive(attribute.data().octets(), KeyMgmtLevel.of(sdp, sdp.section(section)));
            if (result instanceof Rejected rejected) {
                associations.values().forEach(SecurityAssociation::close);
                boolean notUnderstood = rekeying || NOT_SUPPORTED.contains(rejected.reason());
                return new Outcome.Refused(section, rejected, Warning.of(notUnderstood, Warning.FAILED));
            }
            if (result instanceof ResponderResult.Established established) {
                associations.put(section, established.association());
                established.reply().ifPresent(reply -> replies.put(section, reply));
            } else if (result instanceof ResponderResult.Repeated again) {
                repeated.add(section);
                again.reply().ifPresent(reply -> replies.put(section, reply));
            }
        }
        return new Outcome.Accepted(replies, associations, Set.copyOf(repeated), sources(sdp));
    }

    private static Map<Integer, Integer> sources(Sdp sdp) {
        Map<Integer, Integer> sources = new LinkedHashMap<>();
        for (SdpSection media : sdp.media()) {
            sdp.effective(media.media())
                    .filter(source -> !source.mikey().isEmpty())
                    .ifPresent(source -> sources.put(media.media(), source.media()));
        }
        return sources;
    }
}
