package org.mikey4j.media;

import java.util.List;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.ProtType;

/** Streams to export. Their keys count up from 00, and the salts from a0. */
public final class Streams {
    public static final long SSRC = 0xdeadbeefL;

    private Streams() {}

    /** The standard policy of a name. */
    public static SrtpPolicy named(String name) {
        return SrtpPolicy.of(SrtpPolicy.named(name, 0).orElseThrow());
    }

    /** The policy of parameters, written as "type=hex" with spaces between them. */
    public static SrtpPolicy policy(String parameters) {
        List<PolicyParameter> list = List.of(parameters.split(" ")).stream()
                .map(parameter -> parameter.split("="))
                .map(parts -> new PolicyParameter(Integer.parseInt(parts[0]), Octets.ofHex(parts[1])))
                .toList();
        return SrtpPolicy.of(SpPayload.of(0, ProtType.SRTP, list));
    }

    /** A stream with a key for each validity. */
    public static SrtpKeys stream(SrtpPolicy policy, long roc, KeyValidity... validities) {
        List<SrtpMasterKey> masters =
                List.of(validities).stream().map(kv -> master(policy, kv)).toList();
        return new SrtpKeys(1, SSRC, roc, policy, masters, List.of());
    }

    static SrtpKeys stream(SrtpPolicy policy) {
        return stream(policy, 0, KeyValidity.NULL);
    }

    static SrtpMasterKey master(SrtpPolicy policy, KeyValidity kv) {
        return new SrtpMasterKey(
                SecretBytes.wrap(sequence(0, policy.masterKeyOctets())),
                SecretBytes.wrap(sequence(0xa0, policy.masterSaltOctets())),
                SrtpMasterKey.SaltOrigin.EXCHANGED,
                kv);
    }

    static SrtpMasterKey master(String key, String salt) {
        return new SrtpMasterKey(
                SecretBytes.copyOf(Octets.ofHex(key)),
                SecretBytes.copyOf(Octets.ofHex(salt)),
                SrtpMasterKey.SaltOrigin.EXCHANGED,
                KeyValidity.NULL);
    }

    /** An MKI. */
    public static KeyValidity mki(String hex) {
        return new KeyValidity.Spi(Octets.ofHex(hex));
    }

    static KeyValidity interval() {
        return new KeyValidity.Interval(Octets.ofHex("000000000000"), Octets.ofHex("0000000fffff"));
    }

    static String hex(SecretBytes secret) {
        return Octets.copyOf(secret.toByteArray()).toHex();
    }

    private static byte[] sequence(int first, int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (first + i);
        }
        return octets;
    }
}
