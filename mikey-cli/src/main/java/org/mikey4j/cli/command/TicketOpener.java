package org.mikey4j.cli.command;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.cli.view.OpenedData;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.ibake.KeyRequester;
import org.mikey4j.exchange.ibake.PendingKeyRequest;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.exchange.ticket.OpenedTicket;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.PayloadType;

/**
 * Opens the keys in messages of MIKEY-TICKET, so that they can be shown: those in tickets and those that either end brings with the
 * ticket protection key, and those in answers of the key management service with the pre-shared key or the one in the envelope, that of
 * MIKEY-IBAKE included. Of an answer the message that it answers has to come before.
 */
final class TicketOpener implements AutoCloseable {
    private static final int MOST_REMEMBERED = 1000;
    private static final IdPayload NOBODY = IdPayload.uri("invalid:");

    private final Credentials credentials;
    private final ExchangeSettings settings;
    private final EnvelopeKey envelope;
    private final TransferOpener transfers;
    private final Map<Long, MikeyMessage> asked = new LinkedHashMap<>();

    /** @param envelope of signed messages; the caller's */
    TicketOpener(Credentials credentials, EnvelopeKey envelope) {
        this.credentials = credentials;
        this.envelope = envelope;
        this.settings =
                ExchangeSettings.builder(Clock.systemUTC(), new SecureRandom()).build();
        this.transfers = new TransferOpener(settings, credentials.tpk());
    }

    /** Whether there is anything to open messages with. */
    boolean hasKeys() {
        return credentials.psk().isPresent() || credentials.tpk().isPresent() || envelope.isGiven();
    }

    /**
     * What can be opened of a message.
     *
     * @param notes is told of what the keys do not open
     */
    List<OpenedData> open(MikeyMessage message, List<Diagnostic> notes) {
        if (isQuestion(message)) {
            asked.put(message.header().csbId(), message);
            if (asked.size() > MOST_REMEMBERED) {
                asked.remove(asked.keySet().iterator().next());
            }
        }
        Optional<OpenedData> ticket = credentials.tpk().isEmpty() ? Optional.empty() : ticket(message, notes);
        return Stream.of(ticket, kemac(message, notes))
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean isQuestion(MikeyMessage message) {
        return switch (message.header().dataType()) {
            case DataType.REQUEST_INIT_PSK,
                    DataType.RESOLVE_INIT_PSK,
                    DataType.REQUEST_INIT_PK,
                    DataType.RESOLVE_INIT_PK,
                    DataType.REQUEST_KEY_PSK,
                    DataType.REQUEST_KEY_PKE -> true;
            default -> false;
        };
    }

    private Optional<OpenedData> ticket(MikeyMessage message, List<Diagnostic> notes) {
        Optional<TicketPayload> ticket = message.payload(TicketPayload.class);
        if (ticket.isEmpty()) {
            return Optional.empty();
        }
        int at = message.offset(message.indexOf(TicketPayload.class));
        TicketKeyHolder holder = new TicketKeyHolder(settings, credentials.tpk());
        try (SecretBytes keys = OpenedTicket.keyData(ticket.get(), holder.lookup(ticket.get()))) {
            return Optional.of(keyData(at, keys));
        } catch (MikeyException e) {
            notes.add(notOpened(at, "TICKET", String.valueOf(e.getMessage()), "RFC 6043, A"));
            return Optional.empty();
        }
    }

    private Optional<OpenedData> kemac(MikeyMessage message, List<Diagnostic> notes) {
        int index = message.indexOf(KemacPayload.class);
        Optional<SecretBytes> keys = Optional.empty();
        String problem = "the key is another, or something was changed";
        try {
            if (TransferOpener.isOfTransfer(message)) {
                if (credentials.tpk().isEmpty()) {
                    return Optional.empty();
                }
                // One without a KEMAC is looked at, too: later ones may need it.
                keys = transfers.keyData(message);
            } else if (isAnswerOfService(message) && hasKeyFor(message)) {
                keys = ofService(message);
            } else {
                return Optional.empty();
            }
        } catch (MikeyException e) {
            problem = String.valueOf(e.getMessage());
        }
        if (index < 0) {
            return Optional.empty();
        }
        int at = message.offset(index);
        if (keys.isEmpty()) {
            notes.add(notOpened(at, "KEMAC", problem, "RFC 6043, 5.1"));
            return Optional.empty();
        }
        try (SecretBytes opened = keys.get()) {
            return Optional.of(
                    message.header().dataType() == DataType.REQUEST_KEY_RESP
                            ? new OpenedData(at, PayloadType.ID, Octets.copyOf(opened.toByteArray()))
                            : keyData(at, opened));
        }
    }

    private static boolean isAnswerOfService(MikeyMessage message) {
        int dataType = message.header().dataType();
        return dataType == DataType.REQUEST_RESP
                || dataType == DataType.RESOLVE_RESP
                || dataType == DataType.REQUEST_KEY_RESP;
    }

    /** What opens the answer depends on the message; of one that is missing, something has to be there. */
    private boolean hasKeyFor(MikeyMessage answer) {
        MikeyMessage question = asked.get(answer.header().csbId());
        if (question == null) {
            return envelope.isGiven() || credentials.psk().isPresent();
        }
        return TicketAccess.isSigned(question)
                ? envelope.isGiven()
                : credentials.psk().isPresent();
    }

    private Optional<SecretBytes> ofService(MikeyMessage answer) {
        MikeyMessage question = asked.get(answer.header().csbId());
        if (question == null) {
            throw new MikeyException("the message that it answers is not before it");
        }
        if (!TicketAccess.isSigned(question)) {
            return ofService(question, answer, credentials.requirePsk());
        }
        try (SecretBytes key = envelope.of(question).orElseThrow(() -> new MikeyException("there is no envelope"))) {
            return ofService(question, answer, key);
        }
    }

    private Optional<SecretBytes> ofService(MikeyMessage question, MikeyMessage answer, SecretBytes key) {
        if (answer.header().dataType() == DataType.REQUEST_KEY_RESP) {
            try (PendingKeyRequest pending = new KeyRequester(settings).resume(key, question)) {
                return pending.keyData(answer.octets());
            }
        }
        IdPayload sender = TicketEnds.identity(question, IdRole.IDR_I)
                .or(() -> TicketEnds.identity(question, IdRole.IDR_R))
                .orElse(NOBODY);
        IdPayload kms = TicketEnds.identity(question, IdRole.IDR_KMS).orElse(NOBODY);
        TicketClient client = new TicketClient(settings, new KmsAccess.PreShared(sender, key, Optional.empty()), kms);
        int dataType = question.header().dataType();
        if (dataType == DataType.REQUEST_INIT_PSK || dataType == DataType.REQUEST_INIT_PK) {
            try (PendingRequest pending = client.resumeRequest(question)) {
                return pending.keyData(answer.octets());
            }
        }
        try (PendingResolve pending = client.resumeResolve(question)) {
            return pending.keyData(answer.octets());
        }
    }

    private static OpenedData keyData(int at, SecretBytes keys) {
        return new OpenedData(at, PayloadType.KEY_DATA, Octets.copyOf(keys.toByteArray()));
    }

    private static Diagnostic notOpened(int at, String field, String why, String rule) {
        return new Diagnostic(
                Severity.WARNING, "NOT_OPENED", at, field, "the credentials do not open it: " + why, rule);
    }

    @Override
    public void close() {
        transfers.close();
    }
}
