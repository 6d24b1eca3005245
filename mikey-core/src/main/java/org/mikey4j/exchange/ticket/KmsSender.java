package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.CounterKey;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;

/**
 * Who sent an authentic message to the KMS.
 *
 * @param id who
 * @param inkey the pre-shared key or the envelope key; wiped by {@link #close}
 * @param counter what the sender's counters are kept under
 */
record KmsSender(IdPayload id, SecretBytes inkey, Octets counter) implements AutoCloseable {
    private static final String NOT_AUTHENTIC = "the MAC is wrong, or no key is known for the sender";

    /** Stands in for the key of a stranger, so that refusing one takes as long as refusing a forger. */
    private static final int STRANGER_OCTETS = 16;

    /**
     * Authenticates a message.
     *
     * @throws Refusal if it is not authentic
     */
    static KmsSender authenticate(TicketMessage received, KmsDialogue dialogue, TicketKms.Context context) {
        int dataType = received.message().header().dataType();
        if (dataType == dialogue.pskType()) {
            return preShared(received, dialogue, context);
        }
        if (context.peers().signed().isEmpty()) {
            throw Refusal.because(
                    RejectReason.WRONG_DATA_TYPE, DataType.REGISTRY.name(dataType) + " is not for users of this KMS");
        }
        return signed(received, dialogue, context, context.peers().signed().get());
    }

    private static KmsSender preShared(TicketMessage received, KmsDialogue dialogue, TicketKms.Context context) {
        MikeyMessage message = received.message();
        Optional<IdPayload> claimed = Idr.in(message, dialogue.idRole());
        Optional<Octets> pskId = message.payloads(IdrPayload.class).stream()
                .filter(idr -> idr.idRole() == IdRole.IDR_PSK)
                .findFirst()
                .map(IdrPayload::idData);
        Optional<KmsAccess.PreShared> peer = context.peers().preShared().apply(new KmsPeers.Claim(claimed, pskId));
        Octets rand = received.requiredRand(dialogue.randRole());
        SecretBytes psk =
                peer.map(known -> known.psk().copy()).orElseGet(() -> SecretBytes.wrap(new byte[STRANGER_OCTETS]));
        boolean authentic;
        try (MessageProtection protection =
                TicketProtection.initial(received.suite(), psk, received.csbId(), dialogue.rands(rand))) {
            authentic = TicketProtection.isVerified(
                    received,
                    protection,
                    Idr.data(claimed.or(() -> peer.map(KmsAccess.PreShared::id))),
                    Idr.kmsData(message, context.id()));
        }
        if (peer.isEmpty()
                || !authentic
                || claimed.filter(id -> !id.equals(peer.get().id())).isPresent()) {
            psk.close();
            throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, NOT_AUTHENTIC);
        }
        return new KmsSender(
                peer.get().id(), psk, CounterKey.of(psk, Optional.of(peer.get().id())));
    }

    private static KmsSender signed(
            TicketMessage received, KmsDialogue dialogue, TicketKms.Context context, KmsPeers.Signed users) {
        MikeyMessage message = received.message();
        PkePayload pke = Payloads.required(message, PkePayload.class, "PKE");
        SignedRequest signed =
                SignedRequest.authenticate(received, dialogue, context.id(), users.trust(), context.settings());
        SecretBytes envelopeKey = users.openers()
                .apply(message.payload(ChashPayload.class))
                .orElseThrow(() -> Refusal.because(
                        RejectReason.CERTIFICATE_REFUSED, "CHASH names a certificate that is not this KMS's"))
                .open(pke.data());
        return new KmsSender(
                signed.id(),
                envelopeKey,
                CounterKey.of(signed.signer().trusted().publicKey(), signed.id()));
    }

    @Override
    public void close() {
        inkey.close();
    }
}
