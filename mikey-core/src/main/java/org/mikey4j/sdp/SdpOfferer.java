package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** The offerer's side of key management in SDP (RFC 4567, 4.1). Knows no mode; the exchange is given. */
public final class SdpOfferer {
    private SdpOfferer() {}

    /** What came of an answer. */
    public sealed interface Outcome {
        /**
         * The exchange is complete.
         *
         * @param association the keys and policies
         */
        record Established(SecurityAssociation association) implements Outcome {}

        /** The answer has no MIKEY message at the level of the offer: if keys are wanted, the session is aborted. */
        record NoAnswer() implements Outcome {}

        /**
         * The line of the answer cannot be read.
         *
         * @param attribute the line
         */
        record Unreadable(KeyMgmtAttribute attribute) implements Outcome {}

        /**
         * The message of the answer was refused, or reports an error.
         *
         * @param reason why
         */
        record Refused(Rejected reason) implements Outcome {}
    }

    /**
     * Puts a MIKEY message into an offer. Protocols that the section offers already come before it in preference.
     *
     * @param sdp the offer so far
     * @param section the number of the media description, or {@link SdpSection#SESSION}
     * @param maker makes the I_MESSAGE, with the extension that it is given: it lists the protocols of the section
     * @return the offer with one key-mgmt line more
     */
    public static String offer(String sdp, int section, Function<GeneralExtensionPayload, MikeyMessage> maker) {
        Sdp parsed = Sdp.parse(sdp);
        SdpSection target = section == SdpSection.SESSION
                ? parsed.session()
                : parsed.media().get(section);
        List<String> prtclIds = new ArrayList<>(target.prtclIds());
        prtclIds.add(KeyMgmtAttribute.MIKEY);
        MikeyMessage message = maker.apply(SdpIds.of(prtclIds));
        return parsed.withAttribute(section, KeyMgmtAttribute.MIKEY, message.octets());
    }

    /**
     * Processes the answer to a message that asked for one.
     *
     * @param answer the SDP answer
     * @param section the section that the offer's message stands in
     * @param exchange processes the message, for example {@code pendingOffer::receive}
     */
    public static Outcome receive(String answer, int section, Function<Octets, InitiatorResult> exchange) {
        Sdp parsed = Sdp.parse(answer);
        if (section >= parsed.media().size()) {
            return new Outcome.NoAnswer();
        }
        SdpSection target = section == SdpSection.SESSION
                ? parsed.session()
                : parsed.media().get(section);
        for (KeyMgmtAttribute attribute : target.attributes()) {
            if (attribute.isMikey()) {
                if (!attribute.data().isReadable()) {
                    return new Outcome.Unreadable(attribute);
                }
                InitiatorResult result = exchange.apply(attribute.data().octets());
                return result instanceof InitiatorResult.Established established
                        ? new Outcome.Established(established.association())
                        : new Outcome.Refused((Rejected) result);
            }
        }
        return new Outcome.NoAnswer();
    }
}
