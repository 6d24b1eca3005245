package org.mikey4j.exchange.ticket;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mikey4j.crypto.MessageKeys;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketDerivation;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.RandRole;

/** Puts the MACs of messages of MIKEY-TICKET right, as one who has the keys can; what has no place for one stays as it is. */
public final class RightTicketMac {
    private static final UnaryOperator<List<Payload>> AS_IT_IS = UnaryOperator.identity();

    private RightTicketMac() {}

    /** A message to the KMS from who has this pre-shared key. */
    public static Octets toKms(Octets octets, SecretBytes psk) {
        return decoded(octets)
                .filter(message -> KmsDialogue.of(message.header().dataType()).isPresent())
                .map(message -> Remake.toKms(message, psk, AS_IT_IS))
                .orElse(octets);
    }

    /** The KMS's answer to a REQUEST_INIT or RESOLVE_INIT made with this pre-shared key. */
    public static Octets ofKms(Octets octets, MikeyMessage asked, SecretBytes psk) {
        KmsDialogue dialogue = KmsDialogue.of(asked.header().dataType()).orElseThrow();
        Octets rand = rand(asked, dialogue.randRole()).orElseThrow();
        return answer(octets, asked, psk, dialogue.rands(rand));
    }

    /** A TRANSFER_INIT whose ticket can be opened. */
    public static Octets transfer(Octets octets, TpkLookup tpks) {
        Optional<MikeyMessage> decoded = decoded(octets);
        Optional<TicketPayload> ticket = decoded.flatMap(message -> message.payload(TicketPayload.class));
        Optional<Octets> rand = decoded.flatMap(message -> rand(message, RandRole.RANDR_I));
        if (ticket.isEmpty() || rand.isEmpty()) {
            return octets;
        }
        MikeyMessage message = decoded.get();
        try (OpenedTicket opened = OpenedTicket.open(ticket.get(), tpks);
                SecretBytes mpkI = opened.keys().mpkI();
                MessageProtection protection = TicketProtection.initial(
                        opened.terms().suite(), mpkI, message.header().csbId(), TicketRands.ofInitiator(rand.get()))) {
            return TransferMac.append(
                            message.header(),
                            Remake.withoutLast(message),
                            protection,
                            id(message, IdRole.IDR_I)
                                    .orElseGet(() -> Idr.data(opened.terms().initiator())),
                            id(message, IdRole.IDR_R).orElse(Octets.EMPTY))
                    .octets();
        } catch (UnusableTicketException e) {
            return octets;
        }
    }

    /** A TRANSFER_RESP to a TRANSFER_INIT whose ticket can be opened and does not fork keys. */
    public static Octets ofResponder(Octets octets, MikeyMessage asked, TpkLookup tpks) {
        TicketPayload ticket = asked.payload(TicketPayload.class).orElseThrow();
        Octets randR = decoded(octets)
                .flatMap(message -> rand(message, RandRole.RANDR_R))
                .orElse(Octets.EMPTY);
        try (OpenedTicket opened = OpenedTicket.open(ticket, tpks);
                SecretBytes mpkI = opened.keys().mpkI()) {
            return answer(
                    octets,
                    asked,
                    mpkI,
                    new TicketRands(rand(asked, RandRole.RANDR_I).orElseThrow(), randR));
        }
    }

    private static Octets answer(Octets octets, MikeyMessage asked, SecretBytes inkey, TicketRands rands) {
        TicketSuite suite = TicketSuite.of(asked.header().prfFunc()).orElseThrow();
        return decoded(octets)
                .map(message -> Remake.answer(octets, suite, inkey, rands, asked, AS_IT_IS))
                .orElse(octets);
    }

    /** A ticket whose data end in a MAC of the right size, which is then over all that it must be. */
    public static TicketPayload ticket(TicketPayload ticket, Tpk tpk) {
        Octets data = ticket.ticketData();
        Optional<TicketSuite> suite = TicketSuite.of(ticket.policy().prfFunc());
        Optional<Octets> rand = ticketRand(data);
        int macOctets = suite.map(s -> s.mac().macOctets()).orElse(0);
        if (rand.isEmpty() || suite.isEmpty() || data.length() < macOctets) {
            return ticket;
        }
        Octets before = data.slice(0, data.length() - macOctets);
        Octets bare = PayloadChain.encode(List.of(new TicketPayload(ticket.policy(), data, Octets.EMPTY)));
        try (MessageKeys keys = new TicketDerivation(suite.get().prf()).ticket(tpk.key(), rand.get());
                MessageProtection protection = MessageProtection.of(
                        suite.get().cipher(),
                        suite.get().mac(),
                        suite.get().mac().keyOctets(),
                        keys)) {
            Octets mac = protection.macOver(bare.slice(1, bare.length() - 1 - 2 - macOctets));
            return new TicketPayload(
                    ticket.policy(), Octets.ofHex(before.toHex() + mac.toHex()), ticket.initiatorData());
        }
    }

    private static Optional<Octets> ticketRand(Octets data) {
        if (data.length() < 3 || data.length() < 3 + data.u16(1)) {
            return Optional.empty();
        }
        int end = 3 + data.u16(1);
        try {
            return PayloadChain.decode(data.slice(end, data.length() - end), data.at(0)).stream()
                    .filter(RandPayload.class::isInstance)
                    .findFirst()
                    .map(rand -> ((RandPayload) rand).rand());
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private static Optional<Octets> rand(MikeyMessage message, int role) {
        return message.payloads(RandrPayload.class).stream()
                .filter(randr -> randr.randRole() == role)
                .findFirst()
                .map(RandrPayload::rand);
    }

    private static Optional<Octets> id(MikeyMessage message, int role) {
        return message.payloads(IdrPayload.class).stream()
                .filter(idr -> idr.idRole() == role)
                .findFirst()
                .map(IdrPayload::idData);
    }

    private static Optional<MikeyMessage> decoded(Octets octets) {
        try {
            MikeyMessage message = MikeyMessage.decode(octets.toByteArray());
            List<Payload> payloads = message.payloads();
            return Optional.of(message)
                    .filter(m -> !payloads.isEmpty() && payloads.get(payloads.size() - 1) instanceof VPayload);
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }
}
