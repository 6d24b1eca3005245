package org.mikey4j.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.GeneralExtensionType;

/**
 * The SDP IDs extension: which protocols were offered, inside what the MAC or the signature covers, so that nobody can take
 * the stronger ones out of an offer (RFC 4567, 4.1.4; RFC 3830, 6.15).
 */
public final class SdpIds {
    private SdpIds() {}

    /** The extension that lists these protocols, in the order of the SDP. */
    public static GeneralExtensionPayload of(List<String> prtclIds) {
        return new GeneralExtensionPayload(
                GeneralExtensionType.SDP_IDS, Octets.of(String.join(";", prtclIds), StandardCharsets.US_ASCII));
    }

    /** What a message says about the protocols of its offer. */
    public enum Verdict {
        /** It lists those that the SDP has. */
        MATCH,
        /** It lists others: the offer was changed on its way, or was wrong from the start. */
        MISMATCH,
        /** It lists none, so a change of the offer would go unseen. */
        ABSENT
    }

    /**
     * Compares the list of a message with the protocols at its level of the SDP. The list has them in the order of the SDP;
     * one in which repeats are left out is accepted too, since the standard does not say which is meant.
     *
     * @param extensions the general extensions of the message, which is authentic
     * @param prtclIds the protocols of the key-mgmt attributes at the level of the message
     */
    public static Verdict check(List<GeneralExtensionPayload> extensions, List<String> prtclIds) {
        Verdict verdict = Verdict.ABSENT;
        for (GeneralExtensionPayload extension : extensions) {
            if (extension.extensionType() == GeneralExtensionType.SDP_IDS) {
                List<String> listed = List.of(
                        extension.data().toText(StandardCharsets.US_ASCII).split(";", -1));
                if (!listed.equals(prtclIds) && !listed.equals(new ArrayList<>(new LinkedHashSet<>(prtclIds)))) {
                    return Verdict.MISMATCH;
                }
                verdict = Verdict.MATCH;
            }
        }
        return verdict;
    }

    /**
     * Puts the check before a decision on an offer, so that an offer whose protocols were changed is refused before any key
     * is handed out (RFC 4567, 7).
     *
     * @param prtclIds the protocols at the level of the message
     * @param required whether a message without a list is refused; wanted where several protocols are offered, and too
     *     much for RTSP, where nobody sends one
     * @param next decides on what passes
     */
    public static OfferJudge judge(List<String> prtclIds, boolean required, OfferJudge next) {
        return offer -> {
            Verdict verdict = check(offer.extensions(), prtclIds);
            if (verdict == Verdict.MISMATCH || (required && verdict == Verdict.ABSENT)) {
                return new OfferJudge.Verdict.Refuse(
                        RejectReason.OFFER_CHANGED,
                        verdict == Verdict.MISMATCH
                                ? "the message lists other key management protocols than the SDP"
                                : "the message does not list the key management protocols of the offer",
                        List.of());
            }
            return next.judge(offer);
        };
    }
}
