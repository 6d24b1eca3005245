package org.mikey4j.media;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An ESP security association as Linux has it, written as commands for {@code ip -batch -}: that way the keys do not stand in
 * the process list.
 *
 * @param source the sender's address, IPv4 or IPv6
 * @param destination the receiver's address, of the same kind
 * @param spi the SPI that the receiver chose, 256 to 2^32 - 1 (RFC 4303, 2.1)
 * @param mode how packets are put into ESP
 * @param reqid the number by which the policy finds the state, 1 to 2^31 - 1
 * @param keys the keys; still the caller's to close
 */
public record XfrmAssociation(String source, String destination, long spi, Mode mode, int reqid, EspKeys keys) {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}([.][0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}");
    private static final long MIN_SPI = 256;
    private static final long MAX_SPI = 0xffffffffL;
    private static final int REPLAY_WINDOW = 32;
    private static final int GCM_ICV_BITS = 128;

    /** How packets are put into ESP. */
    public enum Mode {
        /** Only what the IP packet carries. */
        TRANSPORT,
        /** The IP packet itself. */
        TUNNEL
    }

    /** Which way a policy looks. */
    public enum Direction {
        /** Packets that come in. */
        IN,
        /** Packets that go out. */
        OUT
    }

    public XfrmAssociation {
        boolean v4 = IPV4.matcher(source).matches() && IPV4.matcher(destination).matches();
        boolean v6 = isIpv6(source) && isIpv6(destination);
        if (!v4 && !v6) {
            throw new IllegalArgumentException("addresses: " + source + ", " + destination);
        }
        if (spi < MIN_SPI || spi > MAX_SPI) {
            throw new IllegalArgumentException("SPI: " + spi + ", not 256 to 2^32 - 1");
        }
        if (reqid < 1) {
            throw new IllegalArgumentException("reqid: " + reqid);
        }
    }

    private static boolean isIpv6(String address) {
        return address.indexOf(':') >= 0 && IPV6.matcher(address).matches();
    }

    /** The line that adds the state, without a line end. It shows the keys. */
    public String addState() {
        return String.format(
                Locale.ROOT,
                "xfrm state add %s spi 0x%08x %s replay-window %d %s",
                ends(),
                spi,
                requestAndMode(),
                REPLAY_WINDOW,
                algorithms());
    }

    /** The line that adds a policy for all traffic between the two ends, without a line end. */
    public String addPolicy(Direction direction) {
        return "xfrm policy add src " + source + " dst " + destination + " dir "
                + direction.name().toLowerCase(Locale.ROOT) + " tmpl " + ends() + " " + requestAndMode();
    }

    private String ends() {
        return "src " + source + " dst " + destination + " proto esp";
    }

    private String requestAndMode() {
        return "reqid " + reqid + " mode " + mode.name().toLowerCase(Locale.ROOT);
    }

    private String algorithms() {
        EspAlgorithms.Encryption encryption = keys.algorithms().encryption();
        EspAlgorithms.Authentication authentication = keys.algorithms().authentication();
        if (encryption == EspAlgorithms.Encryption.AES_GCM) {
            return "aead '" + encryption.kernelName() + "' 0x" + SecretText.hex(keys.encryption()) + " " + GCM_ICV_BITS;
        }
        String key = encryption == EspAlgorithms.Encryption.NULL ? "''" : "0x" + SecretText.hex(keys.encryption());
        return "enc '" + encryption.kernelName() + "' " + key + " auth-trunc '" + authentication.kernelName() + "' 0x"
                + SecretText.hex(keys.authentication()) + " " + authentication.bits();
    }
}
