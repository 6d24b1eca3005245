package org.mikey4j.exchange.internal;

import java.util.List;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Payload;

/**
 * Appends what authenticates the messages of a Diffie-Hellman exchange: a signature (RFC 3830, 3.3) or a MAC under a
 * pre-shared key (RFC 4650, 3).
 */
@FunctionalInterface
public interface DhSeal {
    /** The message of these payloads and the one that authenticates them. */
    MikeyMessage seal(CommonHeader header, List<Payload> payloads);
}
