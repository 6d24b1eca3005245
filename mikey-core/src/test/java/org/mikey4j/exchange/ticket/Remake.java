package org.mikey4j.exchange.ticket;

import static org.mikey4j.testing.Peers.ALICE;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.registry.IdRole;

/** Messages made again with other contents and the right MAC, as only one who has the key can. */
final class Remake {
    private Remake() {}

    /** A message to the KMS with other payloads; the MAC is over the identities that are in it then. */
    static Octets toKms(MikeyMessage message, SecretBytes psk, UnaryOperator<List<Payload>> edit) {
        return toKms(message.header(), message, psk, edit);
    }

    static Octets toKms(CommonHeader header, MikeyMessage message, SecretBytes psk, UnaryOperator<List<Payload>> edit) {
        KmsDialogue dialogue = KmsDialogue.of(message.header().dataType()).orElseThrow();
        List<Payload> payloads = edit.apply(withoutLast(message));
        MikeyMessage edited = MikeyMessage.encode(header, payloads);
        Octets rand = edited.payload(RandrPayload.class)
                .map(RandrPayload::rand)
                .orElse(Octets.ofHex("00112233445566778899aabbccddeeff"));
        TicketSuite suite = TicketSuite.of(header.prfFunc()).orElse(TicketSuite.BITS_128);
        try (MessageProtection protection =
                TicketProtection.initial(suite, psk, header.csbId(), dialogue.rands(rand))) {
            return TicketProtection.appendV(
                            header, payloads, protection, id(edited, dialogue.idRole()), id(edited, IdRole.IDR_KMS))
                    .octets();
        }
    }

    /** An answer with other payloads. */
    static Octets answer(
            Octets answer,
            TicketSuite suite,
            SecretBytes inkey,
            TicketRands rands,
            MikeyMessage asked,
            UnaryOperator<List<Payload>> edit) {
        MikeyMessage message = MikeyMessage.decode(answer.toByteArray());
        try (MessageProtection protection =
                TicketProtection.response(suite, inkey, message.header().csbId(), rands)) {
            return TicketProtection.appendV(
                            message.header(), edit.apply(withoutLast(message)), protection, asked.octets())
                    .octets();
        }
    }

    static List<Payload> withoutLast(MikeyMessage message) {
        return new ArrayList<>(message.payloads().subList(0, message.payloads().size() - 1));
    }

    private static Octets id(MikeyMessage message, int role) {
        return message.payloads(IdrPayload.class).stream()
                .filter(idr -> idr.idRole() == role)
                .findFirst()
                .map(IdrPayload::idData)
                .orElse(role == IdRole.IDR_KMS ? TicketFixture.KMS.idData() : ALICE.idData());
    }

    /** Without the payloads of this kind. */
    static UnaryOperator<List<Payload>> without(Class<? extends Payload> kind) {
        return payloads -> {
            payloads.removeIf(kind::isInstance);
            return payloads;
        };
    }

    /** With the first payload of this kind twice. */
    static UnaryOperator<List<Payload>> twice(Class<? extends Payload> kind) {
        return payloads -> {
            int at = indexOf(payloads, kind);
            payloads.add(at, payloads.get(at));
            return payloads;
        };
    }

    /** With another first payload of this kind. */
    static <P extends Payload> UnaryOperator<List<Payload>> replacing(Class<P> kind, UnaryOperator<P> change) {
        return payloads -> {
            int at = indexOf(payloads, kind);
            payloads.set(at, change.apply(kind.cast(payloads.get(at))));
            return payloads;
        };
    }

    private static int indexOf(List<Payload> payloads, Class<? extends Payload> kind) {
        for (int i = 0; i < payloads.size(); i++) {
            if (kind.isInstance(payloads.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no " + kind);
    }
}
