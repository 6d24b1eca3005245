package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.Inspection;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;

/**
 * Ends the processing of a message at the place where a rule is broken. It never leaves the exchange: the public method
 * turns it into a {@link Rejected}.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;
    private final int errorNo;
    private final transient List<SpPayload> supported;
    private final boolean alwaysReported;

    private Refusal(RejectReason reason, int errorNo, String detail, List<SpPayload> supported) {
        this(reason, errorNo, detail, supported, false);
    }

    private Refusal(
            RejectReason reason, int errorNo, String detail, List<SpPayload> supported, boolean alwaysReported) {
        super(detail, null, false, false);
        this.reason = reason;
        this.errorNo = errorNo;
        this.supported = supported;
        this.alwaysReported = alwaysReported;
    }

    /** A refusal for this reason. */
    public static Refusal because(RejectReason reason, String detail) {
        return new Refusal(reason, reason.errorNo(), detail, List.of());
    }

    /** A refusal of a policy, with those that would be accepted. */
    public static Refusal ofPolicy(String detail, List<SpPayload> supported) {
        return new Refusal(RejectReason.POLICY_REFUSED, RejectReason.POLICY_REFUSED.errorNo(), detail, supported);
    }

    /** A refusal by local policy. */
    public static Refusal of(OfferJudge.Verdict.Refuse refuse) {
        return new Refusal(refuse.reason(), refuse.reason().errorNo(), refuse.detail(), refuse.supported());
    }

    /** A refusal of octets that are not a message. */
    public static Refusal of(MalformedMessageException e) {
        RejectReason reason = switch (e.rule()) {
            case UNKNOWN_MAC_ALG -> RejectReason.UNSUPPORTED_MAC;
            case UNKNOWN_HASH_FUNC -> RejectReason.UNSUPPORTED_HASH;
            case UNKNOWN_DH_GROUP -> RejectReason.UNSUPPORTED_DH;
            default -> RejectReason.MALFORMED;
        };
        return new Refusal(reason, e.rule().errorNo(), String.valueOf(e.getMessage()), List.of());
    }

    /** The same with the number of a mode that has one of its own for messages that cannot be parsed (RFC 4738, 3.5). */
    public Refusal withUnspecifiedAs(int number) {
        int told = errorNo == ErrorNo.UNSPECIFIED ? number : errorNo;
        return new Refusal(reason, told, String.valueOf(getMessage()), supported, alwaysReported);
    }

    /** The same, in a mode whose Initiator is told whatever the settings say. */
    public Refusal alwaysReported() {
        return new Refusal(reason, errorNo, String.valueOf(getMessage()), supported, true);
    }

    /** Why. */
    public RejectReason reason() {
        return reason;
    }

    /** The result, with an error message that nothing protects if there is to be one. */
    public Rejected toRejected(Octets received, ExchangeSettings settings) {
        return rejected(received, settings, null);
    }

    /** The result for a message that is authentic, with an error message that is too. */
    public Rejected toRejected(Octets received, ExchangeSettings settings, Authenticator authenticator) {
        return rejected(received, settings, authenticator);
    }

    private Rejected rejected(Octets received, ExchangeSettings settings, @Nullable Authenticator authenticator) {
        Optional<MikeyMessage> error = alwaysReported || reason.isReported(settings)
                ? errorMessage(received, settings, authenticator)
                : Optional.empty();
        return new Rejected(reason, errorNo, String.valueOf(getMessage()), error, authenticator != null, List.of());
    }

    /**
     * The result in a mode that makes error messages in its own way.
     *
     * @param maker makes the error message from its ERR and SP payloads; empty if there can be none
     * @param authenticated whether the message that is refused is authentic
     */
    public Rejected toRejected(
            ExchangeSettings settings, boolean authenticated, Function<List<Payload>, Optional<MikeyMessage>> maker) {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(new ErrPayload(errorNo));
        payloads.addAll(supported);
        Optional<MikeyMessage> error = reason.isReported(settings) ? maker.apply(payloads) : Optional.empty();
        return new Rejected(reason, errorNo, String.valueOf(getMessage()), error, authenticated, List.of());
    }

    /** The result where nothing is sent back, as for an answer. */
    public Rejected toRejectedSilently() {
        return new Rejected(reason, errorNo, String.valueOf(getMessage()), Optional.empty(), false, List.of());
    }

    /**
     * HDR, T, ERR, {SP}, [V] (RFC 3830, 5.1.2). Nothing can be said to a message whose header or timestamp cannot be read,
     * and nothing is said to an error message, lest two ends go on forever.
     */
    private Optional<MikeyMessage> errorMessage(
            Octets received, ExchangeSettings settings, @Nullable Authenticator authenticator) {
        Inspection inspection = MikeyMessage.inspect(received, settings.decodeOptions());
        if (inspection.message().isEmpty()) {
            return Optional.empty();
        }
        CommonHeader header = inspection.message().get().header();
        Optional<TPayload> timestamp = inspection.message().get().payload(TPayload.class);
        if (timestamp.isEmpty() || header.dataType() == DataType.ERROR) {
            return Optional.empty();
        }
        List<Payload> payloads = new ArrayList<>();
        payloads.add(timestamp.get());
        payloads.add(new ErrPayload(errorNo));
        payloads.addAll(supported);
        MikeyMessage message = MikeyMessage.encode(
                new CommonHeader(DataType.ERROR, false, header.prfFunc(), header.csbId(), SrtpIdMap.of(List.of())),
                payloads);
        return Optional.of(authenticator == null ? message : authenticator.authenticate(message, timestamp.get()));
    }

    /** Protects an error message, once the keys of the exchange are known. */
    @FunctionalInterface
    public interface Authenticator {
        /** The message with the payload that authenticates it appended. */
        MikeyMessage authenticate(MikeyMessage message, TPayload timestamp);
    }
}
