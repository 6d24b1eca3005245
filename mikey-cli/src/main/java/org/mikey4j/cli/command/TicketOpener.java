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
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.exchange.ticket.OpenedTicket;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TransferInitiator;
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
 * Opens the keys in messages of MIKEY-TICKET, so that they can be shown: those in tickets and those that either end brings to a transfer
 * (flags L and M) with the ticket protection key, and those in answers of the key management service with the pre-shared key. Of
 * an answer the message that it answers has to come before.
 */
final class TicketOpener {
    private static final int MOST_REMEMBERED = 1000;
    private static final IdPayload NOBODY = IdPayload.uri("invalid:");

    private final Credentials credentials;
    private final ExchangeSettings settings;
    private final Map<Long, MikeyMessage> asked = new LinkedHashMap<>();

    TicketOpener(Credentials credentials) {
        this.credentials = credentials;
        this.settings =
                ExchangeSettings.builder(Clock.systemUTC(), new SecureRandom()).build();
    }

    /**
     * What can be opened of a message.
     *
     * @param notes is told of what the keys do not open
     */
    List<OpenedData> open(MikeyMessage message, List<Diagnostic> notes) {
        int dataType = message.header().dataType();
        if (dataType == DataType.REQUEST_INIT_PSK || dataType == DataType.RESOLVE_INIT_PSK || isTransfer(message)) {
            asked.put(message.header().csbId(), message);
            if (asked.size() > MOST_REMEMBERED) {
                asked.remove(asked.keySet().iterator().next());
            }
        }
        Optional<OpenedData> ticket = credentials.tpk().isEmpty() ? Optional.empty() : ticket(message, notes);
        Optional<OpenedData> kemac = isOpenedWithKeysAtHand(message) ? kemac(message, notes) : Optional.empty();
        return Stream.of(ticket, kemac).flatMap(Optional::stream).toList();
    }

    /** Whether this hands over a ticket; an update does not. */
    private static boolean isTransfer(MikeyMessage message) {
        return message.header().dataType() == DataType.TRANSFER_INIT && message.indexOf(TicketPayload.class) >= 0;
    }

    private boolean isOpenedWithKeysAtHand(MikeyMessage message) {
        return switch (message.header().dataType()) {
            case DataType.REQUEST_RESP, DataType.RESOLVE_RESP ->
                credentials.psk().isPresent();
            case DataType.TRANSFER_RESP -> credentials.tpk().isPresent();
            default -> credentials.tpk().isPresent() && isTransfer(message);
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
        if (index < 0) {
            return Optional.empty();
        }
        Optional<SecretBytes> keys = Optional.empty();
        String problem = "the message that it answers is not before it";
        MikeyMessage question = asked.get(message.header().csbId());
        if (question != null) {
            problem = "the key is another, or something was changed";
            try {
                keys = keyData(question, message.octets());
            } catch (MikeyException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        int at = message.offset(index);
        if (keys.isEmpty()) {
            notes.add(notOpened(at, "KEMAC", problem, "RFC 6043, 5.1"));
            return Optional.empty();
        }
        try (SecretBytes opened = keys.get()) {
            return Optional.of(keyData(at, opened));
        }
    }

    /** Of a TRANSFER_INIT, which says all that it takes, or of the TRANSFER_RESP. */
    private Optional<SecretBytes> transferKeyData(MikeyMessage transfer, Octets message) {
        TicketPayload ticket = transfer.payload(TicketPayload.class).orElseThrow();
        TransferInitiator initiator = new TransferInitiator(settings);
        try (TicketGrant grant =
                TicketGrant.open(ticket, new TicketKeyHolder(settings, credentials.tpk()).lookup(ticket))) {
            if (message.equals(transfer.octets())) {
                return initiator.keyData(grant, transfer);
            }
            try (PendingTransfer pending = initiator.resume(grant, transfer, id -> true, policy -> true)) {
                return pending.keyData(message);
            }
        }
    }

    private Optional<SecretBytes> keyData(MikeyMessage question, Octets answer) {
        if (question.header().dataType() == DataType.TRANSFER_INIT) {
            return transferKeyData(question, answer);
        }
        IdPayload sender = TicketEnds.identity(question, IdRole.IDR_I)
                .or(() -> TicketEnds.identity(question, IdRole.IDR_R))
                .orElse(NOBODY);
        IdPayload kms = TicketEnds.identity(question, IdRole.IDR_KMS).orElse(NOBODY);
        TicketClient client = new TicketClient(
                settings, new KmsAccess.PreShared(sender, credentials.requirePsk(), Optional.empty()), kms);
        if (question.header().dataType() == DataType.REQUEST_INIT_PSK) {
            try (PendingRequest pending = client.resumeRequest(question)) {
                return pending.keyData(answer);
            }
        }
        try (PendingResolve pending = client.resumeResolve(question)) {
            return pending.keyData(answer);
        }
    }

    private static OpenedData keyData(int at, SecretBytes keys) {
        return new OpenedData(at, PayloadType.KEY_DATA, Octets.copyOf(keys.toByteArray()));
    }

    private static Diagnostic notOpened(int at, String field, String why, String rule) {
        return new Diagnostic(
                Severity.WARNING, "NOT_OPENED", at, field, "the credentials do not open it: " + why, rule);
    }
}
