package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.List;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.MapAnswer;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.TsType;

/** What the common headers and timestamps of an exchange share (RFC 6267, 4.2.2). */
final class IbakeHeaders {
    private IbakeHeaders() {}

    /**
     * Checks that PRF, CSB ID, #CS and CS ID map type stay the same, and what is said of each crypto session, but for SSRCs that were left
     * open: nothing authenticates the header of an I_MESSAGE, so a change must show in the messages that follow.
     *
     * @throws Refusal if not
     */
    static void requireSame(CommonHeader before, CommonHeader now) {
        if (now.csbId() != before.csbId()
                || now.prfFunc() != before.prfFunc()
                || now.csIdMap().mapType() != before.csIdMap().mapType()
                || now.csIdMap().csCount() != before.csIdMap().csCount()) {
            throw Refusal.because(
                    RejectReason.MISMATCH, "PRF, CSB ID, #CS or CS ID map type differ from the message before");
        }
        MapAnswer.merge(before.csIdMap(), now.csIdMap());
        if (!rocs(before.csIdMap()).equals(rocs(now.csIdMap()))) {
            throw Refusal.because(RejectReason.MISMATCH, "a rollover counter differs from the message before");
        }
    }

    private static List<Long> rocs(CsIdMap map) {
        return map instanceof SrtpIdMap srtp
                ? srtp.entries().stream().map(SrtpId::roc).toList()
                : List.of();
    }

    /**
     * The time of a message, which tells the date of the keys.
     *
     * @throws Refusal if the timestamp is a counter, which tells none
     */
    static Instant at(TPayload timestamp, ExchangeSettings settings) {
        if (timestamp.tsType() == TsType.COUNTER) {
            throw Refusal.because(
                    RejectReason.TIMESTAMP_UNSUPPORTED, "a counter does not tell the date of the keys (RFC 6267, 4.1)");
        }
        return ReceivedOffer.at(timestamp, settings);
    }
}
