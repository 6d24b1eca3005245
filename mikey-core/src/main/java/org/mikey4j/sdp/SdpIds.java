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

    /** The extension that lists these protocols, in the order of the SDP, with semicolons between them. */
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

    /** What to do about a message that has no list. Local policy (RFC 4567, 7). */
    public enum Absence {
        /** Refuse it: the letter of the standard, which wants the list for a single protocol too. */
        REFUSE,
        /** Refuse it if the SDP offers several protocols, so that there was something to bid down to. */
        REFUSE_AMONG_SEVERAL,
        /** Accept it, as in RTSP and announcements, which have one protocol only and where nobody sends the list. */
        ACCEPT
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
     * @param absence what to do about a message without the list
     * @param next decides on what passes
     */
    public static OfferJudge judge(List<String> prtclIds, Absence absence, OfferJudge next) {
        return offer -> switch (check(offer.extensions(), prtclIds)) {
            case MATCH -> next.judge(offer);
            case MISMATCH -> refuse("the message lists other key management protocols than the SDP");
            case ABSENT ->
                tolerates(absence, prtclIds)
                        ? next.judge(offer)
                        : refuse("the message does not list the key management protocols of the offer");
        };
    }

    private static boolean tolerates(Absence absence, List<String> prtclIds) {
        return absence == Absence.ACCEPT || (absence == Absence.REFUSE_AMONG_SEVERAL && prtclIds.size() <= 1);
    }

    private static OfferJudge.Verdict refuse(String why) {
        return new OfferJudge.Verdict.Refuse(RejectReason.OFFER_CHANGED, why, List.of());
    }
}
