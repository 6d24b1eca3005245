package org.mikey4j.sdp;

import java.util.List;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.message.GeneralExtensionPayload;

/**
 * Where in an SDP a message stands, and what the key management protocol is told about that (RFC 4567, 4.1.2 and 7.1).
 *
 * @param section the media description, counted from 0, or {@link SdpSection#SESSION}
 * @param prtclIds the protocols that are offered at this level, in the order of the SDP
 * @param numbering which crypto sessions are for which media
 */
public record KeyMgmtLevel(int section, List<String> prtclIds, CsNumbering numbering) {
    public KeyMgmtLevel {
        prtclIds = List.copyOf(prtclIds);
    }

    /** The level of a section of an offer that has all its key-mgmt lines. */
    static KeyMgmtLevel of(Sdp sdp, SdpSection section) {
        return new KeyMgmtLevel(section.media(), section.prtclIds(), CsNumbering.of(sdp, section.media()));
    }

    /** The extension that authenticates the list of protocols; every message in an offer has it (RFC 4567, 4.1.4). */
    public GeneralExtensionPayload sdpIds() {
        return SdpIds.of(prtclIds);
    }

    /**
     * Puts the check of that extension before a decision on the message.
     *
     * @param absence what to do about a message without the list
     * @param next decides on what passes
     */
    public OfferJudge judge(SdpIds.Absence absence, OfferJudge next) {
        return SdpIds.judge(prtclIds, absence, next);
    }
}
