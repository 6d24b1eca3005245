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
 * Opens the keys in messages of MIKEY-TICKET, so that they can be shown: those in tickets with the ticket protection key, and those in
 * answers of the key management service with the pre-shared key and the message that they answer, which has to come before.
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
        if (dataType == DataType.REQUEST_INIT_PSK || dataType == DataType.RESOLVE_INIT_PSK) {
            asked.put(message.header().csbId(), message);
            if (asked.size() > MOST_REMEMBERED) {
                asked.remove(asked.keySet().iterator().next());
            }
        }
        Optional<OpenedData> ticket = credentials.tpk().isEmpty() ? Optional.empty() : ticket(message, notes);
        Optional<OpenedData> answer =
                credentials.psk().isPresent() && isAnswer(dataType) ? answer(message, notes) : Optional.empty();
        return Stream.of(ticket, answer).flatMap(Optional::stream).toList();
    }

    private static boolean isAnswer(int dataType) {
        return dataType == DataType.REQUEST_RESP || dataType == DataType.RESOLVE_RESP;
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

    private Optional<OpenedData> answer(MikeyMessage message, List<Diagnostic> notes) {
        int index = message.indexOf(KemacPayload.class);
        if (index < 0) {
            return Optional.empty();
        }
        Optional<SecretBytes> keys = Optional.empty();
        String problem = "the message that it answers is not before it";
        MikeyMessage question = asked.get(message.header().csbId());
        if (question != null) {
            problem = "the pre-shared key is another, or something was changed";
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

    private Optional<SecretBytes> keyData(MikeyMessage question, Octets answer) {
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
