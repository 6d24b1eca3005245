package org.mikey4j.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.TeslaParam;

/**
 * The parameters of TESLA in a security policy (RFC 4442, 4.2). Nothing is filled in for what is missing: the standard has no defaults.
 *
 * @param prf the pseudo-random function; 0 is HMAC-SHA1
 * @param prfOutputLength its output in bits
 * @param mac the MAC; 0 is HMAC-SHA1
 * @param macOutputLength its output in bits
 * @param startOfSession NTP-UTC, 64 bits
 * @param intervalDuration in milliseconds, 32 bits
 * @param keyDisclosureDelay in intervals, 16 bits
 * @param keyChainLength in intervals, 32 bits
 * @param receiverTimestamp the media receiver's time, NTP-UTC: only where the clocks are compared in band (4.3)
 */
public record TeslaPolicy(
        OptionalLong prf,
        OptionalLong prfOutputLength,
        OptionalLong mac,
        OptionalLong macOutputLength,
        OptionalLong startOfSession,
        OptionalLong intervalDuration,
        OptionalLong keyDisclosureDelay,
        OptionalLong keyChainLength,
        OptionalLong receiverTimestamp) {

    /** The only PRF and MAC there are. */
    public static final int HMAC_SHA1 = 0;

    /** With HMAC-SHA1, 160 bits of it for keys and 80 for MACs, as RFC 4442 lists them. */
    public static TeslaPolicy of(
            long startOfSession, long intervalDuration, long keyDisclosureDelay, long keyChainLength) {
        return new TeslaPolicy(
                OptionalLong.of(HMAC_SHA1),
                OptionalLong.of(160),
                OptionalLong.of(HMAC_SHA1),
                OptionalLong.of(80),
                OptionalLong.of(startOfSession),
                OptionalLong.of(intervalDuration),
                OptionalLong.of(keyDisclosureDelay),
                OptionalLong.of(keyChainLength),
                OptionalLong.empty());
    }

    /** The same with the media receiver's time. */
    public TeslaPolicy withReceiverTimestamp(long timestamp) {
        return new TeslaPolicy(
                prf,
                prfOutputLength,
                mac,
                macOutputLength,
                startOfSession,
                intervalDuration,
                keyDisclosureDelay,
                keyChainLength,
                OptionalLong.of(timestamp));
    }

    /**
     * Reads a policy. Parameters that are not known are skipped; of numbers any width of 1 to 4 octets is read, since the standard states
     * few, and 8 octets of times.
     *
     * @throws IllegalArgumentException if the policy is for another protocol, or a value has another width
     */
    public static TeslaPolicy of(SpPayload policy) {
        if (policy.protType() != ProtType.TESLA) {
            throw new IllegalArgumentException(
                    "policy " + policy.policyNo() + " is for " + ProtType.REGISTRY.name(policy.protType()));
        }
        return new TeslaPolicy(
                number(policy, TeslaParam.PRF),
                number(policy, TeslaParam.PRF_OUTPUT_LENGTH),
                number(policy, TeslaParam.MAC),
                number(policy, TeslaParam.MAC_OUTPUT_LENGTH),
                time(policy, TeslaParam.START_OF_SESSION),
                number(policy, TeslaParam.INTERVAL_DURATION),
                number(policy, TeslaParam.KEY_DISCLOSURE_DELAY),
                number(policy, TeslaParam.KEY_CHAIN_LENGTH),
                time(policy, TeslaParam.RECEIVER_TIMESTAMP));
    }

    /**
     * The SP payload. Algorithms and lengths have 1 octet, the interval and the length of the chain 4, the delay 2, times 8.
     *
     * @throws IllegalArgumentException if a value does not fit
     */
    public SpPayload toPayload(int policyNo) {
        List<PolicyParameter> parameters = new ArrayList<>();
        add(parameters, TeslaParam.PRF, prf, 1);
        add(parameters, TeslaParam.PRF_OUTPUT_LENGTH, prfOutputLength, 1);
        add(parameters, TeslaParam.MAC, mac, 1);
        add(parameters, TeslaParam.MAC_OUTPUT_LENGTH, macOutputLength, 1);
        add(parameters, TeslaParam.START_OF_SESSION, startOfSession, Long.BYTES);
        add(parameters, TeslaParam.INTERVAL_DURATION, intervalDuration, Integer.BYTES);
        add(parameters, TeslaParam.KEY_DISCLOSURE_DELAY, keyDisclosureDelay, Short.BYTES);
        add(parameters, TeslaParam.KEY_CHAIN_LENGTH, keyChainLength, Integer.BYTES);
        add(parameters, TeslaParam.RECEIVER_TIMESTAMP, receiverTimestamp, Long.BYTES);
        return SpPayload.of(policyNo, ProtType.TESLA, parameters);
    }

    private static void add(List<PolicyParameter> parameters, int type, OptionalLong value, int octets) {
        if (value.isEmpty()) {
            return;
        }
        long number = value.getAsLong();
        if (octets < Long.BYTES && number >>> (octets * Byte.SIZE) != 0) {
            throw new IllegalArgumentException(TeslaParam.REGISTRY.name(type) + ": " + number + " does not fit "
                    + octets + " octets (RFC 4442, 4.2)");
        }
        byte[] bytes = new byte[octets];
        for (int i = 0; i < octets; i++) {
            bytes[i] = (byte) (number >>> (Byte.SIZE * (octets - 1 - i)));
        }
        parameters.add(new PolicyParameter(type, Octets.wrap(bytes)));
    }

    private static OptionalLong number(SpPayload policy, int type) {
        return read(policy, type, 1, Integer.BYTES);
    }

    private static OptionalLong time(SpPayload policy, int type) {
        return read(policy, type, Long.BYTES, Long.BYTES);
    }

    private static OptionalLong read(SpPayload policy, int type, int least, int most) {
        Optional<Octets> found = policy.parameters().stream()
                .filter(parameter -> parameter.type() == type)
                .map(PolicyParameter::value)
                .findFirst();
        if (found.isEmpty()) {
            return OptionalLong.empty();
        }
        Octets octets = found.get();
        if (octets.length() < least || octets.length() > most) {
            throw new IllegalArgumentException(
                    TeslaParam.REGISTRY.name(type) + ": " + octets.length() + " octets (RFC 4442, 4.2)");
        }
        long number = 0;
        for (int i = 0; i < octets.length(); i++) {
            number = number << Byte.SIZE | octets.at(i);
        }
        return OptionalLong.of(number);
    }
}
