package org.mikey4j.cli.command;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.cli.view.OpenedData;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.Severity;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.TsType;

/** Opens a message of MIKEY-SAKKE, so that it can be told what it brings. Its own time decides on the key period. */
final class SakkeOpener {
    private SakkeOpener() {}

    /**
     * The key that is sent; nothing if it is of another mode or there are no identity keys.
     *
     * @param notes is told what the message says, or why it cannot be opened
     */
    static Optional<OpenedData> open(MikeyMessage message, IdentityKeys identityKeys, List<Diagnostic> notes) {
        if (identityKeys.isEmpty() || message.header().dataType() != DataType.SAKKE) {
            return Optional.empty();
        }
        SakkeEnds ends = new SakkeEnds(identityKeys.check(), Optional.empty());
        try (ends) {
            ExchangeSettings settings =
                    ExchangeSettings.builder(clock(message), new SecureRandom()).build();
            ResponderResult result = ends.receive(message, settings, csId -> 0);
            if (result instanceof ResponderResult.Established established) {
                try (SecurityAssociation association = established.association()) {
                    notes.addAll(ends.notes(message, association));
                    SecretBytes key = association.keys().get(0).key();
                    return Optional.of(OpenedData.ofSsv(
                            message.offset(message.indexOf(SakkePayload.class)), Octets.copyOf(key.toByteArray())));
                }
            }
            notes.add(new Diagnostic(
                    Severity.WARNING,
                    "NOT_OPENED",
                    message.offset(Math.max(0, message.indexOf(SakkePayload.class))),
                    "SAKKE",
                    "the credentials do not open it: " + ((Rejected) result).detail(),
                    "RFC 6509, 4.6"));
            return Optional.empty();
        }
    }

    private static Clock clock(MikeyMessage message) {
        Instant now = Instant.now();
        return Clock.fixed(
                message.payload(TPayload.class)
                        .filter(t -> t.tsType() != TsType.COUNTER)
                        .map(t -> NtpTime.toInstant(t.tsValue(), now))
                        .orElse(now),
                ZoneOffset.UTC);
    }
}
