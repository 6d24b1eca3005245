package org.mikey4j.cli.view;

import org.mikey4j.message.Octets;
import org.mikey4j.message.TeslaPolicy;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;
import org.mikey4j.message.registry.SrtpParam;
import org.mikey4j.message.registry.SrtpPrf;
import org.mikey4j.message.registry.TeslaParam;
import org.mikey4j.message.registry.TsType;

/** The parameters of a security policy in words (RFC 3830, 6.10.1; RFC 4442, 4). */
final class PolicyText {
    private PolicyText() {}

    /** The parameter's name. */
    static String name(int protType, int type) {
        return switch (protType) {
            case ProtType.SRTP -> SrtpParam.REGISTRY.name(type);
            case ProtType.TESLA -> TeslaParam.REGISTRY.name(type);
            default -> "param(" + type + ")";
        };
    }

    /** The parameter's value: a number, with its name where it has one. */
    static String value(int protType, int type, Octets value) {
        if (protType == ProtType.TESLA && value.length() == Long.BYTES && isTime(type)) {
            return TimestampText.of(TsType.NTP_UTC, value.u64(0));
        }
        if (value.isEmpty() || value.length() > 4) {
            return value.length() + " octets";
        }
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            number = number << 8 | value.at(i);
        }
        return switch (protType) {
            case ProtType.SRTP -> srtp(type, number);
            case ProtType.TESLA -> tesla(type, number);
            default -> Long.toString(number);
        };
    }

    private static boolean isTime(int type) {
        return type == TeslaParam.START_OF_SESSION || type == TeslaParam.RECEIVER_TIMESTAMP;
    }

    private static String tesla(int type, long number) {
        return switch (type) {
            case TeslaParam.PRF, TeslaParam.MAC ->
                number == TeslaPolicy.HMAC_SHA1 ? number + " HMAC-SHA1" : Long.toString(number);
            case TeslaParam.PRF_OUTPUT_LENGTH, TeslaParam.MAC_OUTPUT_LENGTH -> number + " bits";
            case TeslaParam.INTERVAL_DURATION -> number + " ms";
            case TeslaParam.KEY_DISCLOSURE_DELAY, TeslaParam.KEY_CHAIN_LENGTH -> number + " intervals";
            default -> Long.toString(number);
        };
    }

    private static String srtp(int type, long number) {
        int value = (int) Math.min(number, Integer.MAX_VALUE);
        return switch (type) {
            case SrtpParam.ENCRYPTION_ALGORITHM -> number + " " + SrtpEncrAlg.REGISTRY.name(value);
            case SrtpParam.AUTHENTICATION_ALGORITHM, SrtpParam.SRTP_AUTH_ALGORITHM, SrtpParam.SRTCP_AUTH_ALGORITHM ->
                number + " " + SrtpAuthAlg.REGISTRY.name(value);
            case SrtpParam.SRTP_PRF -> number + " " + SrtpPrf.REGISTRY.name(value);
            case SrtpParam.SRTP_ENCRYPTION, SrtpParam.SRTCP_ENCRYPTION, SrtpParam.SRTP_AUTHENTICATION ->
                number + (number == 0 ? " off" : " on");
            case SrtpParam.SESSION_ENCR_KEY_LENGTH,
                    SrtpParam.SESSION_AUTH_KEY_LENGTH,
                    SrtpParam.SESSION_SALT_KEY_LENGTH,
                    SrtpParam.AUTHENTICATION_TAG_LENGTH,
                    SrtpParam.SRTP_PREFIX_LENGTH,
                    SrtpParam.SRTP_SESSION_AUTH_KEY_LENGTH,
                    SrtpParam.SRTCP_SESSION_AUTH_KEY_LENGTH,
                    SrtpParam.SRTP_AUTH_TAG_LENGTH,
                    SrtpParam.SRTCP_AUTH_TAG_LENGTH,
                    SrtpParam.AEAD_AUTH_TAG_LENGTH -> number + " octets";
            default -> Long.toString(number);
        };
    }
}
