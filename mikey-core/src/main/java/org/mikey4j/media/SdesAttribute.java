package org.mikey4j.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.SrtpPolicy.Authentication;
import org.mikey4j.media.SrtpMasterKey.SaltOrigin;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;

/**
 * An SDES line, {@code a=crypto} (RFC 4568): the keys that one end sends with. Each direction has a line of its own, so a key
 * that MIKEY gave both directions belongs in one of them only, unless the SSRCs of the two can never be the same.
 *
 * <p>Holds secrets; {@link #close} wipes them.
 *
 * @param tag tells the lines of a stream apart, 1 to 9 digits
 * @param suite the crypto suite, for example {@code AES_CM_128_HMAC_SHA1_80}
 * @param keys the keys, at least one; several have an MKI each, all of one length
 * @param sessionParameters what departs from the suite's defaults, as it stands in the line
 */
public record SdesAttribute(int tag, String suite, List<SdesKey> keys, List<String> sessionParameters)
        implements AutoCloseable {
    static final String UNENCRYPTED_SRTP = "UNENCRYPTED_SRTP";
    static final String UNENCRYPTED_SRTCP = "UNENCRYPTED_SRTCP";
    static final String UNAUTHENTICATED_SRTP = "UNAUTHENTICATED_SRTP";
    static final String KDR = "KDR=";
    static final String WSH = "WSH=";
    static final String FEC_ORDER = "FEC_ORDER=";

    private static final String TARGET = "SDES";
    private static final String FEC_FIRST = FEC_ORDER + "FEC_SRTP";
    private static final int MAX_MKI = 128;
    private static final Authentication SHA1_80 = new Authentication(SrtpAuthAlg.HMAC_SHA_1, 20, 10);

    /**
     * A key of the line.
     *
     * @param keyAndSalt the master key and after it the master salt
     * @param lifetime how many packets it may protect, if that is said
     * @param mki the MKI as it stands in the packets; empty if there is none
     */
    public record SdesKey(SecretBytes keyAndSalt, OptionalLong lifetime, Octets mki) {}

    public SdesAttribute {
        keys = List.copyOf(keys);
        sessionParameters = List.copyOf(sessionParameters);
    }

    /**
     * Writes keys as SDES does. The SSRC is not part of it: the receiver learns it from the packets (RFC 4568, 6.4.1).
     *
     * @param tag the tag, 0 to 999999999
     * @throws NotExpressibleException if SDES has no way to say something that the keys need
     */
    public static SdesAttribute of(int tag, SrtpKeys keys) {
        if (tag < 0 || tag > 999_999_999) {
            throw new IllegalArgumentException("tag: " + tag);
        }
        ExportCheck check = new ExportCheck(TARGET, keys);
        check.requireCommon();
        check.requireRocZero();
        for (SrtpMasterKey master : keys.masters()) {
            check.require(
                    master.mki().length() <= MAX_MKI,
                    "an MKI of " + master.mki().length() + " octets");
            check.require(
                    master.mki().isEmpty() || MkiNumber.of(master.mki()).signum() > 0,
                    "an MKI of which all bits are 0");
        }
        String suite = suite(check);
        List<String> parameters = sessionParameters(check);
        List<SdesKey> list = keys.masters().stream()
                .map(master -> new SdesKey(SecretBytes.wrap(master.keyAndSalt()), OptionalLong.empty(), master.mki()))
                .toList();
        return new SdesAttribute(tag, suite, list, parameters);
    }

    /**
     * Reads a line.
     *
     * @param line {@code a=crypto:...}, with or without {@code a=} and a line end
     * @throws MalformedSdesException saying what is wrong with it, and where
     */
    public static SdesAttribute parse(String line) {
        return new SdesParser(line).parse();
    }

    /** The suite that has all of the policy but what session parameters switch off. */
    private static String suite(ExportCheck check) {
        SrtpPolicy policy = check.keys().policy();
        SrtpPolicy plain = new SrtpPolicy(
                policy.encrAlg() == SrtpEncrAlg.NULL ? SrtpEncrAlg.AES_CM : policy.encrAlg(),
                policy.masterKeyOctets(),
                policy.masterSaltOctets(),
                policy.prf(),
                0,
                true,
                true,
                true,
                isAuthenticated(policy) ? policy.srtp() : SHA1_80,
                policy.srtcp(),
                0,
                1,
                policy.aeadTagLength());
        return plain.name().orElseThrow(() -> {
            if (policy.srtcp().tagLength() != SHA1_80.tagLength()) {
                return check.tag("SRTCP", policy.srtcp());
            }
            boolean known = policy.srtp().tagLength() == SHA1_80.tagLength()
                    || policy.srtp().tagLength() == 4;
            return known ? check.cipher() : check.tag("SRTP", policy.srtp());
        });
    }

    private static boolean isAuthenticated(SrtpPolicy policy) {
        return policy.isAead() || (policy.srtpAuthentication() && !policy.srtp().equals(Authentication.NONE));
    }

    private static List<String> sessionParameters(ExportCheck check) {
        SrtpPolicy policy = check.keys().policy();
        boolean encrypts = policy.encrAlg() != SrtpEncrAlg.NULL;
        List<String> parameters = new ArrayList<>();
        if (policy.keyDerivationRate() > 0) {
            int power = Long.numberOfTrailingZeros(policy.keyDerivationRate());
            check.require(power > 0, "a key derivation rate of 1");
            parameters.add(KDR + power);
        }
        if (!encrypts || !policy.srtpEncryption()) {
            parameters.add(UNENCRYPTED_SRTP);
        }
        if (!encrypts || !policy.srtcpEncryption()) {
            parameters.add(UNENCRYPTED_SRTCP);
        }
        if (!isAuthenticated(policy)) {
            parameters.add(UNAUTHENTICATED_SRTP);
        }
        return parameters;
    }

    /**
     * The policy that the suite and the session parameters stand for.
     *
     * @throws NotExpressibleException if MIKEY has no way to say it
     */
    public SrtpPolicy policy() {
        SrtpPolicy plain = namedSuite(suite)
                .map(SrtpPolicy::of)
                .orElseThrow(() -> new NotExpressibleException("MIKEY", "the suite " + suite));
        for (String parameter : sessionParameters) {
            if (parameter.startsWith(FEC_ORDER) && !parameter.equals(FEC_FIRST)) {
                throw new NotExpressibleException("MIKEY", parameter);
            }
        }
        long rate = sessionParameters.stream()
                .filter(parameter -> parameter.startsWith(KDR))
                .mapToLong(parameter -> 1L << Integer.parseInt(parameter.substring(KDR.length())))
                .findFirst()
                .orElse(0);
        return new SrtpPolicy(
                plain.encrAlg(),
                plain.encrKeyLength(),
                plain.saltKeyLength(),
                plain.prf(),
                rate,
                !sessionParameters.contains(UNENCRYPTED_SRTP),
                !sessionParameters.contains(UNENCRYPTED_SRTCP),
                !sessionParameters.contains(UNAUTHENTICATED_SRTP),
                plain.srtp(),
                plain.srtcp(),
                plain.prefixLength(),
                plain.rocTransmissionRate(),
                plain.aeadTagLength());
    }

    /** The payload of a suite that SDES knows. */
    static Optional<SpPayload> namedSuite(String suite) {
        return suite.startsWith("MCX_") ? Optional.empty() : SrtpPolicy.named(suite, 0);
    }

    /**
     * The keys, for a stream whose rollover counter begins at 0.
     *
     * @param csId the crypto session ID, 0 to 255
     * @param ssrc the SSRC of the stream; 0 if it is not known
     * @throws NotExpressibleException as {@link #policy}
     */
    public SrtpKeys toKeys(int csId, long ssrc) {
        SrtpPolicy policy = policy();
        List<SrtpMasterKey> masters = keys.stream()
                .map(key -> new SrtpMasterKey(
                        key.keyAndSalt().slice(0, policy.masterKeyOctets()),
                        key.keyAndSalt().slice(policy.masterKeyOctets(), policy.masterSaltOctets()),
                        SaltOrigin.EXCHANGED,
                        key.mki().isEmpty() ? KeyValidity.NULL : new KeyValidity.Spi(key.mki())))
                .toList();
        return new SrtpKeys(csId, ssrc, 0, policy, masters, List.of());
    }

    /** What the line says and {@link #toKeys} leaves out, since MIKEY has no place for it; none of it changes a packet. */
    public List<String> notCarried() {
        List<String> left = new ArrayList<>();
        keys.forEach(key -> key.lifetime().ifPresent(packets -> left.add("lifetime of " + packets + " packets")));
        sessionParameters.stream()
                .filter(parameter -> parameter.startsWith(WSH) || parameter.startsWith("-"))
                .forEach(left::add);
        return left;
    }

    /** The line, without a line end. It shows the keys. */
    public String toLine() {
        String inline = keys.stream().map(SdesAttribute::inline).collect(Collectors.joining(";"));
        String line = "a=crypto:" + tag + " " + suite + " " + inline;
        return sessionParameters.isEmpty() ? line : line + " " + String.join(" ", sessionParameters);
    }

    private static String inline(SdesKey key) {
        StringBuilder text = new StringBuilder("inline:").append(SecretText.base64(key.keyAndSalt()));
        key.lifetime().ifPresent(packets -> {
            boolean power = Long.bitCount(packets) == 1 && packets > 1;
            text.append('|').append(power ? "2^" + Long.numberOfTrailingZeros(packets) : Long.toString(packets));
        });
        if (!key.mki().isEmpty()) {
            text.append('|')
                    .append(MkiNumber.of(key.mki()))
                    .append(':')
                    .append(key.mki().length());
        }
        return text.toString();
    }

    /** Shows the suite, and how many keys and session parameters there are: an unknown one can hold a key too. */
    @Override
    public String toString() {
        return "SdesAttribute[tag " + tag + ", " + suite + ", " + keys.size() + " keys, " + sessionParameters.size()
                + " session parameters]";
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        keys.forEach(key -> key.keyAndSalt().close());
    }
}
