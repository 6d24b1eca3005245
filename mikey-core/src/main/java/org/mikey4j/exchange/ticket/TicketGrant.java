package org.mikey4j.exchange.ticket;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;

/**
 * A ticket with the keys in it, as an Initiator holds it: from the KMS, or of its own making (RFC 6043, 4.1.1). It can be used for
 * one transfer, or for any number where flag J allows reuse. Holds secrets; {@link #close} wipes them.
 */
public final class TicketGrant implements AutoCloseable {
    private final TicketPayload ticket;
    private final TicketTerms terms;
    private final TicketKeys keys;
    private final AtomicBoolean used = new AtomicBoolean();

    TicketGrant(TicketPayload ticket, TicketTerms terms, TicketKeys keys) {
        this.ticket = ticket;
        this.terms = terms;
        this.keys = keys;
    }

    /**
     * Makes a base ticket (RFC 6043, A). A KMS does so, or an Initiator that shares the key with the KMS or the Responder.
     *
     * @param terms the granted policy, which asks for no keys
     * @param tpk the ticket protection key
     * @param specs the session keys; each without an SPI gets a random one of 4 octets
     * @throws IllegalArgumentException if the keys do not go with the terms
     */
    public static TicketGrant make(TicketTerms terms, Tpk tpk, List<KeySpec> specs, ExchangeSettings settings) {
        if (!terms.keys().isEmpty()) {
            throw new IllegalArgumentException("KEMAC: not in a granted ticket policy (RFC 6043, 6.10)");
        }
        List<TransportedKey> session = SessionKeys.draw(specs, settings.random());
        checkKeys(terms, session);
        int octets = terms.suite().keyOctets();
        byte[] rand = new byte[Math.max(octets, tpk.key().length())];
        settings.random().nextBytes(rand);
        try (SecretBytes mpk = SecretBytes.random(settings.random(), octets)) {
            TicketPayload ticket = BaseTicket.seal(
                    terms, tpk, new TimestampSource(settings.clock()).next(), Octets.copyOf(rand), mpk, session);
            return new TicketGrant(ticket, terms, BaseTicket.keys(terms, mpk, Octets.copyOf(rand), session));
        }
    }

    /**
     * Opens a base ticket that was made before, for whoever holds the key that protects it.
     *
     * @throws UnusableTicketException if it is not authentic under a key that is known, or its keys cannot be used
     */
    public static TicketGrant open(TicketPayload ticket, TpkLookup tpks) {
        OpenedTicket opened = BaseTicket.open(ticket, tpks);
        return new TicketGrant(
                BaseTicket.withoutInitiatorData(ticket),
                opened.terms(),
                opened.keys().open());
    }

    private static void checkKeys(TicketTerms terms, List<TransportedKey> session) {
        try {
            TicketKeys.checkSession(session, terms.suite());
        } catch (Refusal e) {
            session.forEach(TransportedKey::close);
            throw new IllegalArgumentException("key data: " + e.getMessage(), e);
        }
        if (BaseTicket.needsAnswer(terms, session) && !terms.has(Flag.F)) {
            session.forEach(TransportedKey::close);
            throw new IllegalArgumentException("flags: a TGK that is forked needs F (RFC 6043, 6.10)");
        }
    }

    /** The ticket without Initiator data. */
    public TicketPayload ticket() {
        return ticket;
    }

    /** What it may be used for. */
    public TicketTerms terms() {
        return terms;
    }

    /** How many session keys are in it. */
    public int sessionKeys() {
        return keys.session().size();
    }

    /** Copies of the session keys, as they are before anything is derived from them; wiped by the caller. */
    public List<TransportedKey> copySessionKeys() {
        return keys.session().stream().map(TransportedKey::copy).toList();
    }

    TicketKeys keys() {
        return keys;
    }

    /** Takes the right to use it once more. */
    void use() {
        if (used.getAndSet(true) && !terms.has(Flag.J)) {
            throw new IllegalStateException("the ticket was used, and its policy forbids reuse (RFC 6043, 5.3)");
        }
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        keys.close();
    }

    /** Shows the policy and how many keys there are. */
    @Override
    public String toString() {
        return "TicketGrant[" + terms.flags() + ", " + sessionKeys() + " session keys]";
    }
}
