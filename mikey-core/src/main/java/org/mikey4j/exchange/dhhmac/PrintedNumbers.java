package org.mikey4j.exchange.dhhmac;

import java.util.List;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;

/**
 * Messages whose KEMAC has the algorithm numbers that RFC 4650, 4.2 prints: 2 for NULL encryption and 0 for HMAC-SHA-1. They
 * are read as if they had the registry's; only the MAC is over what is on the wire.
 */
final class PrintedNumbers {
    private static final int NULL_ENCRYPTION = 2;
    private static final int HMAC_SHA_1 = 0;
    private static final int MAC_OCTETS = 20;

    /** Next payload, encr alg, two octets of length, MAC alg; then the MAC. */
    private static final int KEMAC_OCTETS = 5 + MAC_OCTETS;

    private static final int SHORTEST = 10 + KEMAC_OCTETS;

    private PrintedNumbers() {}

    /** Whether a message is one of DHHMAC, or an error message, that ends in such a KEMAC. */
    static boolean isPrinted(Octets message) {
        int at = message.length() - KEMAC_OCTETS;
        if (message.length() < SHORTEST) {
            return false;
        }
        int dataType = message.at(1);
        return (dataType == DataType.DHHMAC_INIT || dataType == DataType.DHHMAC_RESP || dataType == DataType.ERROR)
                && message.at(at) == PayloadType.LAST
                && message.at(at + 1) == NULL_ENCRYPTION
                && message.at(at + 2) == 0
                && message.at(at + 3) == 0
                && message.at(at + 4) == HMAC_SHA_1;
    }

    /** The message with the registry's numbers. */
    static Octets registered(Octets printed) {
        return renumbered(printed, EncrAlg.NULL, MacAlg.HMAC_SHA_1_160);
    }

    /** Whether the MAC of a message is right over its form with the printed numbers. */
    static boolean isAuthentic(MessageProtection protection, MikeyMessage registered) {
        Octets octets = registered.octets();
        int covered = octets.length() - MAC_OCTETS;
        return protection.mac().macAlg() == MacAlg.HMAC_SHA_1_160
                && protection.isMac(
                        octets.slice(covered, MAC_OCTETS), printed(octets).slice(0, covered));
    }

    /** The message of these payloads and a KEMAC with the printed numbers. */
    static MikeyMessage appendMac(MessageProtection protection, CommonHeader header, List<Payload> payloads) {
        Octets printed = printed(protection.appendMac(header, payloads).octets());
        int covered = printed.length() - MAC_OCTETS;
        byte[] octets = printed.toByteArray();
        byte[] mac = protection.macOver(printed.slice(0, covered)).toByteArray();
        System.arraycopy(mac, 0, octets, covered, mac.length);
        return MikeyMessage.inspect(Octets.copyOf(octets), DecodeOptions.STRICT)
                .message()
                .orElseThrow();
    }

    private static Octets printed(Octets registered) {
        return renumbered(registered, NULL_ENCRYPTION, HMAC_SHA_1);
    }

    private static Octets renumbered(Octets message, int encrAlg, int macAlg) {
        byte[] octets = message.toByteArray();
        octets[octets.length - KEMAC_OCTETS + 1] = (byte) encrAlg;
        octets[octets.length - MAC_OCTETS - 1] = (byte) macAlg;
        return Octets.copyOf(octets);
    }
}
