package org.mikey4j.exchange.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;

/**
 * Receives what comes back for an I_MESSAGE: its R_MESSAGE, or an error message (RFC 3830, 5.1.2 and 5.2).
 *
 * @param settings local policy
 * @param offer the I_MESSAGE
 * @param responseType the data type of its R_MESSAGE
 */
public record AnswerReception(ExchangeSettings settings, MikeyMessage offer, int responseType) {
    /**
     * Processes an answer. Nothing is sent back for one that is refused.
     *
     * @param onResponse processes the R_MESSAGE
     * @param isAuthentic whether an error message, which carries the right timestamp, is authentic
     */
    public InitiatorResult receive(
            Octets answer, Function<MikeyMessage, InitiatorResult> onResponse, Predicate<MikeyMessage> isAuthentic) {
        return receive(answer, onResponse, echoed(isAuthentic), rejected -> rejected);
    }

    /** Error messages, too, carry the timestamp of the I_MESSAGE. */
    public Predicate<MikeyMessage> echoed(Predicate<MikeyMessage> isAuthentic) {
        return error -> isEchoed(error) && isAuthentic.test(error);
    }

    /**
     * As above, for a mode whose answers carry timestamps of their own (RFC 6043, 5.4).
     *
     * @param isAuthentic whether an error message is authentic
     * @param onRejected makes a result of a refusal
     * @param <R> what comes of an answer
     */
    public <R> R receive(
            Octets answer,
            Function<MikeyMessage, R> onResponse,
            Predicate<MikeyMessage> isAuthentic,
            Function<Rejected, R> onRejected) {
        try {
            MikeyMessage response = MikeyMessage.decode(answer, settings.decodeOptions());
            if (response.header().csbId() != offer.header().csbId()) {
                throw Refusal.because(RejectReason.MISMATCH, "the answer is about another CSB ID");
            }
            int dataType = response.header().dataType();
            if (dataType == DataType.ERROR) {
                return onRejected.apply(peerError(response, isAuthentic));
            }
            if (dataType != responseType) {
                throw Refusal.because(
                        RejectReason.WRONG_DATA_TYPE,
                        DataType.REGISTRY.name(dataType) + " is no answer to "
                                + DataType.REGISTRY.name(offer.header().dataType()));
            }
            return onResponse.apply(response);
        } catch (MalformedMessageException e) {
            return onRejected.apply(Refusal.of(e).toRejectedSilently());
        } catch (Refusal e) {
            return onRejected.apply(e.toRejectedSilently());
        }
    }

    /**
     * The timestamp of the R_MESSAGE, which is that of the I_MESSAGE.
     *
     * @throws Refusal if it is not, and the settings do not accept it
     */
    public TPayload timestamp(MikeyMessage response) {
        TPayload timestamp = response.payload(TPayload.class)
                .orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "the answer has no T"));
        if (!isEchoed(timestamp) && !settings.accepts(Compatibility.RESPONSE_WITH_NEW_TIMESTAMP)) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer does not carry the timestamp of the I_MESSAGE");
        }
        return timestamp;
    }

    /** What had to be accepted of an R_MESSAGE that carries a timestamp. */
    public List<Diagnostic> departures(MikeyMessage response) {
        return isEchoed(response)
                ? List.of()
                : List.of(Compatibility.RESPONSE_WITH_NEW_TIMESTAMP.at(
                        response.offset(response.indexOf(TPayload.class)), "T"));
    }

    private boolean isEchoed(MikeyMessage error) {
        return error.payload(TPayload.class).filter(this::isEchoed).isPresent();
    }

    private boolean isEchoed(TPayload timestamp) {
        return offer.payload(TPayload.class).equals(Optional.of(timestamp));
    }

    private Rejected peerError(MikeyMessage error, Predicate<MikeyMessage> isAuthentic) {
        List<ErrPayload> errors = error.payloads(ErrPayload.class);
        boolean authenticated = isAuthentic.test(error);
        String names =
                errors.stream().map(e -> ErrorNo.REGISTRY.name(e.errorNo())).collect(Collectors.joining(", "));
        return new Rejected(
                RejectReason.PEER_ERROR,
                errors.isEmpty() ? ErrorNo.UNSPECIFIED : errors.get(0).errorNo(),
                "the other end reports " + (names.isEmpty() ? "an error" : names)
                        + (authenticated ? "" : ", in a message that is not authenticated"),
                Optional.empty(),
                authenticated,
                List.of());
    }
}
