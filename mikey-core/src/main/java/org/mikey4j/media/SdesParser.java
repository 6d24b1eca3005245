package org.mikey4j.media;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.media.SdesAttribute.SdesKey;
import org.mikey4j.message.Octets;

/** Reads an SDES line (RFC 4568, 9). */
final class SdesParser {
    private static final int MAX_LENGTH = 65_536;
    private static final String INLINE = "inline:";
    /** 2^48 packets, the most that any master key of SRTP protects (RFC 3711, 9.2). */
    private static final int MAX_LIFETIME_BITS = 48;

    private static final int MAX_MKI = 128;
    /** Digits of 2^1024, which is more than any MKI. */
    private static final int MKI_DIGITS = 309;

    private static final int MAX_KDR = 24;
    private static final int MIN_WSH = 64;

    private final String line;
    private int at;

    SdesParser(String line) {
        this.line = line.stripTrailing();
    }

    SdesAttribute parse() {
        if (line.length() > MAX_LENGTH) {
            throw wrong(0, "the line has " + line.length() + " characters, more than " + MAX_LENGTH, "9.1");
        }
        skip("a=");
        if (!skip("crypto:")) {
            throw wrong(at, "no crypto attribute", "9.1");
        }
        int tagAt = at;
        String tag = word();
        if (!tag.equals("0") && !isNumber(tag, 9)) {
            throw wrong(tagAt, "the tag is no number of 1 to 9 digits without leading zeros", "4.1");
        }
        int suiteAt = nextWord("suite", "4.2");
        String suite = word();
        SrtpPolicy policy = SdesAttribute.namedSuite(suite)
                .map(SrtpPolicy::of)
                .orElseThrow(() -> wrong(suiteAt, "the suite is none that is known", "6.2"));
        nextWord("key", "4.3");
        List<SdesKey> keys = new ArrayList<>();
        try {
            readKeys(keys, policy.masterKeyOctets() + policy.masterSaltOctets());
            return new SdesAttribute(Integer.parseInt(tag), suite, keys, parameters());
        } catch (MalformedSdesException e) {
            keys.forEach(key -> key.keyAndSalt().close());
            throw e;
        }
    }

    private void readKeys(List<SdesKey> keys, int octets) {
        int begin = at;
        word();
        int end = at;
        int from = begin;
        while (from <= end) {
            int semicolon = line.indexOf(';', from);
            int to = semicolon < 0 || semicolon > end ? end : semicolon;
            keys.add(key(from, to, octets));
            from = to + 1;
        }
        if (keys.size() > 1 && keys.stream().anyMatch(key -> key.mki().isEmpty())) {
            throw wrong(begin, "there are several keys, and one has no MKI", "6.1");
        }
        if (keys.stream().mapToInt(key -> key.mki().length()).distinct().count() > 1) {
            throw wrong(begin, "the MKIs differ in length", "6.1");
        }
        if (keys.size() > 1 && keys.stream().map(SdesKey::mki).distinct().count() < keys.size()) {
            throw wrong(begin, "two keys have the same MKI", "6.1");
        }
    }

    private SdesKey key(int from, int to, int octets) {
        if (!line.startsWith(INLINE, from)) {
            throw wrong(from, "the key method is not inline", "6.1");
        }
        String[] fields = line.substring(from + INLINE.length(), to).split("\\|", -1);
        int fieldAt = from + INLINE.length();
        SecretBytes secret = secret(fields[0], fieldAt, octets);
        try {
            OptionalLong lifetime = OptionalLong.empty();
            Octets mki = Octets.EMPTY;
            for (int i = 1; i < fields.length; i++) {
                fieldAt += fields[i - 1].length() + 1;
                boolean last = i == fields.length - 1;
                if (i <= 2 && last && fields[i].contains(":")) {
                    mki = mki(fields[i], fieldAt);
                } else if (i == 1) {
                    lifetime = OptionalLong.of(lifetime(fields[i], fieldAt));
                } else {
                    throw wrong(fieldAt, "what follows the key is no lifetime and MKI", "9.2");
                }
            }
            return new SdesKey(secret, lifetime, mki);
        } catch (MalformedSdesException e) {
            secret.close();
            throw e;
        }
    }

    private static SecretBytes secret(String text, int textAt, int octets) {
        SecretBytes secret;
        try {
            secret = SecretBytes.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            // Its message would show a character of the key.
            throw wrong(textAt, "the key is not base64", "9.2");
        }
        if (secret.length() != octets) {
            secret.close();
            throw wrong(
                    textAt, "key and salt have " + secret.length() + " octets, and the suite takes " + octets, "6.1");
        }
        return secret;
    }

    private static long lifetime(String text, int textAt) {
        boolean power = text.startsWith("2^");
        String digits = power ? text.substring(2) : text;
        if (power && digits.equals("0")) {
            return 1;
        }
        if (isNumber(digits, power ? 2 : 15)) {
            long number = Long.parseLong(digits);
            if (number <= (power ? MAX_LIFETIME_BITS : 1L << MAX_LIFETIME_BITS)) {
                return power ? 1L << number : number;
            }
        }
        throw wrong(textAt, "the lifetime is no number from 1 to 2^48 without leading zeros", "6.1");
    }

    private static Octets mki(String text, int textAt) {
        int colon = text.indexOf(':');
        String length = text.substring(colon + 1);
        if (!isNumber(length, 3) || Integer.parseInt(length) > MAX_MKI) {
            throw wrong(textAt + colon + 1, "the length of the MKI is no number from 1 to 128", "6.1");
        }
        String digits = text.substring(0, colon);
        int octets = Integer.parseInt(length);
        if (!isNumber(digits, MKI_DIGITS) || !MkiNumber.fits(new BigInteger(digits), octets)) {
            throw wrong(textAt, "the MKI is no positive number of " + octets + " octets without leading zeros", "6.1");
        }
        return MkiNumber.octets(new BigInteger(digits), octets);
    }

    private List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        while (at < line.length()) {
            int parameterAt = nextWord("session parameter", "6.3");
            String parameter = word();
            check(parameter, parameterAt);
            if (parameters.stream().anyMatch(other -> name(other).equals(name(parameter)))) {
                throw wrong(parameterAt, "the session parameter is there twice", "6.3");
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    /** The parameter up to its value, the equals sign included. */
    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals + 1);
    }

    private static void check(String parameter, int parameterAt) {
        String value = parameter.substring(parameter.indexOf('=') + 1);
        switch (name(parameter)) {
            case SdesAttribute.UNENCRYPTED_SRTP,
                    SdesAttribute.UNENCRYPTED_SRTCP,
                    SdesAttribute.UNAUTHENTICATED_SRTP -> {}
            case SdesAttribute.KDR -> {
                if (!isNumber(value, 2) || Integer.parseInt(value) > MAX_KDR) {
                    throw wrong(parameterAt, "KDR is no number from 1 to 24", "6.3.1");
                }
            }
            case SdesAttribute.WSH -> {
                if (!isNumber(value, 9) || Integer.parseInt(value) < MIN_WSH) {
                    throw wrong(parameterAt, "WSH is no number from 64", "6.3.6");
                }
            }
            case SdesAttribute.FEC_ORDER -> {
                if (!value.equals("FEC_SRTP") && !value.equals("SRTP_FEC")) {
                    throw wrong(parameterAt, "FEC_ORDER is neither FEC_SRTP nor SRTP_FEC", "6.3.4");
                }
            }
            default -> {
                if (!parameter.startsWith("-")) {
                    throw wrong(parameterAt, "the session parameter is none that is known", "6.3.7");
                }
            }
        }
    }

    /** A positive number in decimal, of so many digits at most. */
    private static boolean isNumber(String text, int digits) {
        return !text.isEmpty()
                && text.length() <= digits
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private boolean skip(String prefix) {
        boolean there = line.startsWith(prefix, at);
        at += there ? prefix.length() : 0;
        return there;
    }

    /** Goes over the white space to the next word. */
    private int nextWord(String what, String section) {
        int from = at;
        while (at < line.length() && isSpace(line.charAt(at))) {
            at++;
        }
        if (at == from || at == line.length()) {
            throw wrong(at, "there is no " + what, section);
        }
        return at;
    }

    private String word() {
        int from = at;
        while (at < line.length() && !isSpace(line.charAt(at))) {
            at++;
        }
        return line.substring(from, at);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static MalformedSdesException wrong(int position, String what, String section) {
        return new MalformedSdesException(position, what, section);
    }
}
