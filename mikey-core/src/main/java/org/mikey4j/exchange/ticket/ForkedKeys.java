package org.mikey4j.exchange.ticket;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.TicketDerivation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.RandRole;

/**
 * Keys that are bound to who answers: MPKr' and TGK'. TEKs and GTGKs stay as they are (RFC 6043, 5.1.1).
 *
 * @param keys the keys; copies
 * @param modifier what they are bound to
 */
record ForkedKeys(TicketKeys keys, ResolvedTicket.Modifier modifier) {
    /** Forks with a fresh RANDRkms, as long as the longest key that is forked or longer (12.1). */
    static ForkedKeys draw(TicketSuite suite, TicketKeys keys, IdPayload answering, SecureRandom random) {
        byte[] rand = new byte[TicketProtection.randOctets(keys.longest())];
        random.nextBytes(rand);
        ResolvedTicket.Modifier modifier = new ResolvedTicket.Modifier(answering, Octets.copyOf(rand));
        return new ForkedKeys(fork(suite, keys, modifier), modifier);
    }

    /** The keys bound to this modifier. */
    static TicketKeys fork(TicketSuite suite, TicketKeys keys, ResolvedTicket.Modifier modifier) {
        TicketDerivation derivation = new TicketDerivation(suite.prf());
        Octets idR = modifier.idR().idData();
        List<TransportedKey> session = new ArrayList<>();
        for (TransportedKey key : keys.session()) {
            boolean forked = key.keyType() == KeyDataType.TGK || key.keyType() == KeyDataType.TGK_SALT;
            session.add(
                    forked
                            ? new TransportedKey(
                                    key.keyType(),
                                    derivation.forkedTgk(key.key(), idR, modifier.randKms()),
                                    key.salt().copy(),
                                    key.kv())
                            : key.copy());
        }
        return new TicketKeys(
                keys.mpkI().copy(),
                Optional.of(derivation.forkedMpkR(keys.mpkR().orElseThrow(), idR, modifier.randKms())),
                session);
    }

    /** IDRr and RANDRkms. */
    List<Payload> modifierPayloads() {
        return payloads(modifier);
    }

    static List<Payload> payloads(ResolvedTicket.Modifier modifier) {
        return List.of(Idr.of(IdRole.IDR_R, modifier.idR()), new RandrPayload(RandRole.RANDR_KMS, modifier.randKms()));
    }
}
