package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;

/**
 * The crypto session map of an answer: the Responder fills in the SSRCs that the Initiator left at 0, and changes nothing
 * else (RFC 3830, 6.1.1).
 */
public final class MapAnswer {
    private MapAnswer() {}

    /**
     * The Responder's map.
     *
     * @param offered the map of the I_MESSAGE
     * @param ssrcs gives the SSRC for a crypto session ID that has none; 0 to leave it open
     */
    public static CsIdMap fill(CsIdMap offered, IntToLongFunction ssrcs) {
        if (!(offered instanceof SrtpIdMap srtp)) {
            return offered;
        }
        List<SrtpId> filled = new ArrayList<>();
        for (SrtpId id : srtp.entries()) {
            filled.add(id.ssrc() != 0 ? id : new SrtpId(id.policyNo(), ssrcs.applyAsLong(filled.size() + 1), id.roc()));
        }
        return SrtpIdMap.of(filled);
    }

    /**
     * The map that both ends hold after the answer.
     *
     * @throws Refusal if the answer changes what it may not
     */
    public static CsIdMap merge(CsIdMap offered, CsIdMap answered) {
        if (!(offered instanceof SrtpIdMap ours && answered instanceof SrtpIdMap theirs)) {
            return offered;
        }
        if (ours.csCount() != theirs.csCount()) {
            throw Refusal.because(
                    RejectReason.MISMATCH,
                    "the answer has " + theirs.csCount() + " crypto sessions, not " + ours.csCount());
        }
        List<SrtpId> offeredIds = ours.entries();
        List<SrtpId> answeredIds = theirs.entries();
        for (int i = 0; i < offeredIds.size(); i++) {
            long ssrc = offeredIds.get(i).ssrc();
            if (ssrc != 0 && ssrc != answeredIds.get(i).ssrc()) {
                throw Refusal.because(
                        RejectReason.MISMATCH, "the answer changes the SSRC of crypto session " + (i + 1));
            }
            if (offeredIds.get(i).policyNo() != answeredIds.get(i).policyNo()) {
                throw Refusal.because(
                        RejectReason.MISMATCH, "the answer changes the policy of crypto session " + (i + 1));
            }
        }
        return answered;
    }
}
