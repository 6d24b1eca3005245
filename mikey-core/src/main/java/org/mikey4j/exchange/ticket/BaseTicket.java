package org.mikey4j.exchange.ticket;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.mikey4j.crypto.MessageKeys;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketDerivation;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.IdType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.TicketType;

/**
 * The MIKEY base ticket: everything that resolves it is inside, under a ticket protection key (RFC 6043, A).
 *
 * <pre>
 * Ticket data = THDR, T, RAND, KEMAC, [IDRpsk], V
 * THDR        = type of the next payload (1), length of the data (2), data, which is not used here
 * KEMAC       = E(encr_key, MPK || {TEK|TGK|GTGK})
 * </pre>
 */
final class BaseTicket {
    /** Stands for the CSB ID in the IV (A.1). */
    private static final long NO_CSB_ID = 0xffffffffL;

    private static final int THDR_OCTETS = 3;
    private static final int INITIATOR_LENGTH_OCTETS = 2;

    private BaseTicket() {}

    /**
     * Makes a ticket.
     *
     * @param issued when; must not repeat under the same key and RAND
     * @param rand as long as the key and the MPK, or longer
     * @param mpk the key that MPKi and MPKr are derived from
     * @param session the session keys
     * @throws IllegalArgumentException if RAND is too short
     */
    static TicketPayload seal(
            TicketTerms terms, Tpk tpk, TPayload issued, Octets rand, SecretBytes mpk, List<TransportedKey> session) {
        if (rand.length() < Math.max(tpk.key().length(), mpk.length())) {
            throw new IllegalArgumentException("RAND: shorter than TPK or MPK (RFC 6043, 12.1)");
        }
        TicketSuite suite = terms.suite();
        List<TransportedKey> keys = new ArrayList<>();
        keys.add(TicketKeys.mpk(mpk, TicketKeys.SPI_MPK));
        keys.addAll(session);
        try (MessageProtection protection = protection(suite, tpk, rand)) {
            List<Payload> payloads = new ArrayList<>();
            payloads.add(issued);
            payloads.add(new RandPayload(rand));
            payloads.add(protection.sealWithoutMac(KeyTransport.payloads(keys), NO_CSB_ID, issued));
            tpk.id().ifPresent(id -> payloads.add(new IdrPayload(IdRole.IDR_PSK, IdType.BYTE_STRING, id)));
            int macOctets = suite.mac().macOctets();
            payloads.add(new VPayload(suite.mac().macAlg(), Octets.copyOf(new byte[macOctets])));
            TicketPayload unprotected = new TicketPayload(terms.toPolicy(), data(payloads), Octets.EMPTY);
            payloads.set(
                    payloads.size() - 1,
                    new VPayload(suite.mac().macAlg(), protection.macOver(covered(unprotected, macOctets))));
            return new TicketPayload(unprotected.policy(), data(payloads), Octets.EMPTY);
        }
    }

    private static MessageProtection protection(TicketSuite suite, Tpk tpk, Octets rand) {
        try (MessageKeys keys = new TicketDerivation(suite.prf()).ticket(tpk.key(), rand)) {
            return MessageProtection.of(suite.cipher(), suite.mac(), suite.mac().keyOctets(), keys);
        }
    }

    private static Octets data(List<Payload> payloads) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(payloads.get(0).type());
        out.write(0);
        out.write(0);
        out.writeBytes(PayloadChain.encode(payloads).toByteArray());
        return Octets.copyOf(out.toByteArray());
    }

    /** All of the payload but the octet that names the next one, the Initiator data with their length, and the MAC (A.1). */
    private static Octets covered(TicketPayload ticket, int macOctets) {
        Octets encoded = PayloadChain.encode(List.of(withoutInitiatorData(ticket)));
        return encoded.slice(1, encoded.length() - 1 - INITIATOR_LENGTH_OCTETS - macOctets);
    }

    /** The ticket as it was made, before an Initiator used it. */
    static TicketPayload withoutInitiatorData(TicketPayload ticket) {
        return ticket.initiatorData().isEmpty()
                ? ticket
                : new TicketPayload(ticket.policy(), ticket.ticketData(), Octets.EMPTY);
    }

    /**
     * Opens a ticket.
     *
     * @throws UnusableTicketException if it is of another kind, or not authentic under a key that is known, or its keys cannot
     *     be used
     */
    static OpenedTicket open(TicketPayload ticket, TpkLookup tpks) {
        return authentic(ticket, tpks, (found, protection) -> {
            TicketSuite suite = found.terms.suite();
            List<TransportedKey> keys = KeyTransport.open(
                            protection,
                            found.parts.kemac,
                            NO_CSB_ID,
                            found.parts.issued,
                            PayloadType.KEY_DATA,
                            all -> TicketKeys.checkKemac(all, 1, suite))
                    .keys();
            SecretBytes mpk = keys.get(0).key();
            Octets rand = found.parts.rand;
            if (rand.length() < Math.max(found.tpk.key().length(), mpk.length())) {
                keys.forEach(TransportedKey::close);
                throw refused("RAND of the ticket is shorter than TPK or MPK (RFC 6043, 12.1)");
            }
            TicketKeys opened = keys(found.terms, mpk, rand, keys.subList(1, keys.size()));
            mpk.close();
            return new OpenedTicket(found.terms, found.parts.issued, found.tpk.maker(), new OpenedTicket.Keys(opened));
        });
    }

    /**
     * The key data of a ticket, decrypted and not looked at.
     *
     * @throws UnusableTicketException if it is of another kind, or not authentic under a key that is known
     */
    static SecretBytes keyData(TicketPayload ticket, TpkLookup tpks) {
        return authentic(
                ticket,
                tpks,
                (found, protection) ->
                        SecretBytes.wrap(protection.open(found.parts.kemac, NO_CSB_ID, found.parts.issued)));
    }

    /** A ticket that is authentic under this key. */
    private record Sealed(TicketTerms terms, Parts parts, Tpk tpk) {}

    private static <R> R authentic(
            TicketPayload ticket, TpkLookup tpks, BiFunction<Sealed, MessageProtection, R> reader) {
        TicketTerms terms = TicketTerms.of(ticket.policy());
        if (terms.ticketType() != TicketType.MIKEY_BASE || terms.subtype() != 1 || terms.version() != 1) {
            throw refused(TicketType.REGISTRY.name(terms.ticketType()) + " tickets of subtype " + terms.subtype()
                    + " and version " + terms.version() + " are not resolved here");
        }
        try {
            return authentic(ticket, terms, Parts.of(ticket.ticketData()), tpks, reader);
        } catch (MalformedMessageException e) {
            throw refused("ticket data: " + e.getMessage());
        } catch (Refusal e) {
            throw new UnusableTicketException(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private static <R> R authentic(
            TicketPayload ticket,
            TicketTerms terms,
            Parts parts,
            TpkLookup tpks,
            BiFunction<Sealed, MessageProtection, R> reader) {
        TicketSuite suite = terms.suite();
        if (parts.v.authAlg() != suite.mac().macAlg()
                || parts.kemac.encrAlg() != suite.cipher().encrAlg()
                || parts.kemac.macAlg() != MacAlg.NULL) {
            throw refused("the algorithms in the ticket do not go with its PRF func");
        }
        Tpk tpk = tpks.find(parts.tpkId).orElseThrow(() -> refused("the ticket is not authentic"));
        try (MessageProtection protection = protection(suite, tpk, parts.rand)) {
            if (!protection.isMac(parts.v.verData(), covered(ticket, suite.mac().macOctets()))) {
                throw refused("the ticket is not authentic");
            }
            return reader.apply(new Sealed(terms, parts, tpk), protection);
        }
    }

    /** MPKi, and MPKr where keys are forked (A.2.2), with the session keys. */
    static TicketKeys keys(TicketTerms terms, SecretBytes mpk, Octets rand, List<TransportedKey> session) {
        TicketDerivation derivation = new TicketDerivation(terms.suite().prf());
        return new TicketKeys(
                derivation.mpkI(mpk, rand),
                terms.has(Flag.I) ? Optional.of(derivation.mpkR(mpk, rand)) : Optional.empty(),
                session);
    }

    /** Keys that are forked are bound to an answer, which must then be sent (RFC 6043, 6.10). */
    static boolean needsAnswer(TicketTerms terms, List<TransportedKey> session) {
        return terms.has(Flag.I)
                && session.stream()
                        .anyMatch(key -> key.keyType() == KeyDataType.TGK || key.keyType() == KeyDataType.TGK_SALT);
    }

    private static UnusableTicketException refused(String detail) {
        return new UnusableTicketException(RejectReason.TICKET_REFUSED, detail);
    }

    /** The payloads of the ticket data; the first of a kind counts, others are ignored. */
    private record Parts(TPayload issued, Octets rand, KemacPayload kemac, Optional<Octets> tpkId, VPayload v) {
        static Parts of(Octets data) {
            if (data.length() < THDR_OCTETS || data.length() < THDR_OCTETS + data.u16(1)) {
                throw refused("the ticket data do not begin with THDR");
            }
            int end = THDR_OCTETS + data.u16(1);
            List<Payload> payloads = PayloadChain.decode(data.slice(end, data.length() - end), data.at(0));
            if (payloads.isEmpty() || !(payloads.get(payloads.size() - 1) instanceof VPayload v)) {
                throw refused("the ticket data do not end with V");
            }
            return new Parts(
                    first(payloads, TPayload.class, "T"),
                    first(payloads, RandPayload.class, "RAND").rand(),
                    first(payloads, KemacPayload.class, "KEMAC"),
                    payloads.stream()
                            .filter(p -> p instanceof IdrPayload idr && idr.idRole() == IdRole.IDR_PSK)
                            .findFirst()
                            .map(p -> ((IdrPayload) p).idData()),
                    v);
        }

        private static <P extends Payload> P first(List<Payload> payloads, Class<P> kind, String name) {
            return payloads.stream()
                    .filter(kind::isInstance)
                    .findFirst()
                    .map(kind::cast)
                    .orElseThrow(() -> refused("the ticket data have no " + name));
        }
    }
}
