package org.mikey4j.exchange.internal;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.crypto.Prf;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.TsType;

/**
 * An I_MESSAGE of the right kind, whose payloads are those of its mode; nothing of it is authenticated yet (RFC 3830, 5.3).
 *
 * @param message the message
 * @param prf the pseudo-random function that its header names
 * @param timestamp its T
 */
public record ReceivedOffer(MikeyMessage message, Prf prf, TPayload timestamp) {
    /**
     * Decodes a message and turns what breaks a rule into a result.
     *
     * @param onMalformed what is told where the octets are no message
     */
    public static ResponderResult process(
            Octets octets,
            ExchangeSettings settings,
            Function<MalformedMessageException, Refusal> onMalformed,
            Function<MikeyMessage, ResponderResult> steps) {
        try {
            return steps.apply(MikeyMessage.decode(octets, settings.decodeOptions()));
        } catch (MalformedMessageException e) {
            return onMalformed.apply(e).toRejected(octets, settings);
        } catch (Refusal e) {
            return e.toRejected(octets, settings);
        }
    }

    /**
     * Checks the data type, the pseudo-random function and the payloads.
     *
     * @param dataType the data type of the mode's I_MESSAGE
     * @param last the type of the payload that must be last
     * @param once the other types that may be there once
     * @param often the other types that may be there any number of times
     * @throws Refusal if something is not as it must be
     */
    public static ReceivedOffer of(MikeyMessage message, int dataType, int last, int[] once, int... often) {
        int found = message.header().dataType();
        if (found != dataType) {
            throw Refusal.because(
                    RejectReason.WRONG_DATA_TYPE,
                    DataType.REGISTRY.name(found) + " is not " + DataType.REGISTRY.name(dataType));
        }
        Prf prf = Prf.of(message.header().prfFunc())
                .orElseThrow(() -> Refusal.because(
                        RejectReason.UNSUPPORTED_PRF,
                        "PRF func " + message.header().prfFunc()));
        Payloads.check(message, last, once, often);
        return new ReceivedOffer(message, prf, Payloads.required(message, TPayload.class, "T"));
    }

    /** The crypto session bundle ID of the header. */
    public long csbId() {
        return message.header().csbId();
    }

    /** The RAND, if the message carries one. */
    public Optional<Octets> rand() {
        return message.payload(RandPayload.class).map(RandPayload::rand);
    }

    /** The time at which certificates must be valid. */
    public Instant at(ExchangeSettings settings) {
        return at(timestamp, settings);
    }

    /** The time that a timestamp tells; that of the local clock if it is a counter, which tells none (RFC 3830, 6.6). */
    public static Instant at(TPayload timestamp, ExchangeSettings settings) {
        Instant now = settings.clock().instant();
        return timestamp.tsType() == TsType.COUNTER ? now : NtpTime.toInstant(timestamp.tsValue(), now);
    }
}
