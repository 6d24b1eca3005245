package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.ticket.OpenedTicket;
import org.mikey4j.exchange.ticket.TicketAuthority;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.exchange.ticket.Tpk;
import org.mikey4j.exchange.ticket.TpkLookup;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.KeyDataType;

/**
 * Who holds a ticket protection key, and with it can do whatever the key management service does. It grants what is asked for.
 *
 * @param settings local policy
 * @param key the key, if it was given
 */
record TicketKeyHolder(ExchangeSettings settings, Optional<SecretBytes> key) implements TicketAuthority {
    @Override
    public TicketGrant issue(IdPayload initiator, TicketTerms desired) {
        SecretBytes sealing = key.orElseGet(
                () -> SecretBytes.random(settings.random(), desired.suite().keyOctets()));
        KeySpec tgk = new KeySpec(
                KeyDataType.TGK, desired.suite().keyOctets(), 0, KeyValidity.NULL, Optional.empty(), Optional.empty());
        List<KeySpec> keys = desired.keys().isEmpty() ? List.of(tgk) : desired.keys();
        return TicketGrant.make(
                desired.toBuilder().initiator(initiator).keys().build(),
                new Tpk(sealing, Optional.empty(), Optional.empty()),
                keys,
                settings);
    }

    @Override
    public Resolution resolve(IdPayload responder, TicketPayload ticket) {
        return new Resolution(OpenedTicket.open(ticket, lookup(ticket)), responder);
    }

    /** The key for a ticket, whatever name the ticket has for it. */
    TpkLookup lookup(TicketPayload ticket) {
        SecretBytes given =
                key.orElseThrow(() -> CliFailure.keyMissing("the ticket is sealed under a key that was not given")
                        .withHint("give " + TicketEnds.TPK + " file:PATH, env:NAME, fd:N, stdin or prompt"));
        Optional<IdPayload> maker = ticket.policy().has(Flag.D)
                ? Optional.empty()
                : TicketTerms.of(ticket.policy()).initiator();
        return named -> Optional.of(new Tpk(given, named, maker));
    }
}
