package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.Inspection;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;

/** Turns what breaks a rule into a result, with the error message that tells the other end (RFC 6043, 5.4). */
record TicketErrors(ExchangeSettings settings, TimestampSource timestamps) {
    /**
     * The result for a message.
     *
     * @param received the octets
     * @param protection protects the error message; empty as long as no key is known that authenticates the message
     */
    Rejected rejected(Refusal refusal, Octets received, Optional<MessageProtection> protection) {
        return refusal.toRejected(settings, protection.isPresent(), errors -> {
            Inspection inspection = MikeyMessage.inspect(received, settings.decodeOptions());
            return inspection
                    .message()
                    .flatMap(message -> message.payload(TPayload.class)
                            .flatMap(timestamp -> TicketProtection.error(
                                    message.header(), timestamp, timestamps.next(), errors, protection)));
        });
    }
}
