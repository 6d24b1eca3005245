package org.mikey4j.exchange;

import java.util.List;
import java.util.Optional;
import org.mikey4j.message.SpPayload;

/**
 * One crypto session: for SRTP one stream with its SRTCP (RFC 3830, 1.3).
 *
 * @param csId the crypto session ID, 0 to 255; the position in an SRTP-ID map counts from 1
 * @param ssrc the SSRC of the stream; 0 if nobody chose one yet
 * @param roc the rollover counter when the message was made
 * @param policy the policy that the map refers to; empty where the protocol's defaults apply
 * @param keys the keys, one for each key that the exchange agreed on
 */
public record CryptoSession(int csId, long ssrc, long roc, Optional<SpPayload> policy, List<SessionKey> keys)
        implements AutoCloseable {
    public CryptoSession {
        keys = List.copyOf(keys);
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        keys.forEach(SessionKey::close);
    }
}
