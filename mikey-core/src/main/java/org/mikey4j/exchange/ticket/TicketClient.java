package org.mikey4j.exchange.ticket;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.TpPayload;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.IdType;

/**
 * An end that asks the KMS for tickets and has tickets resolved (RFC 6043, 4.2.1 and 4.2.3). Immutable but for the last timestamp
 * it gave out; safe under threads if the signer is.
 *
 * <pre>{@code
 * TicketClient alice = new TicketClient(settings, new KmsAccess.PreShared(id, psk, Optional.of(btid)), kmsId);
 * try (PendingRequest request = alice.request(TicketTerms.builder(TicketSuite.BITS_128, bob).build())) {
 *     if (request.receive(post(request.message())) instanceof RequestResult.Granted granted) { ... }
 * }
 * }</pre>
 */
public final class TicketClient {
    private final ExchangeSettings settings;
    private final KmsAccess access;
    private final IdPayload kms;
    private final TimestampSource timestamps;

    /**
     * @param settings local policy
     * @param access who this end is and how it proves it
     * @param kms who the KMS is
     */
    public TicketClient(ExchangeSettings settings, KmsAccess access, IdPayload kms) {
        this.settings = settings;
        this.access = access;
        this.kms = kms;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Makes a REQUEST_INIT.
     *
     * @param terms the desired policy; this end is its Initiator, and K is not set
     * @throws IllegalArgumentException if it cannot be encoded, or the pre-shared key has more than 255 octets
     */
    public PendingRequest request(TicketTerms terms) {
        TicketTerms desired =
                terms.toBuilder().initiator(access.id()).without(Flag.K).build();
        Draft draft = draft(KmsDialogue.REQUEST, desired.suite(), new TpPayload(desired.toPolicy()));
        return new PendingRequest(draft.pending(settings, kms), desired, settings.clock());
    }

    /**
     * Makes a RESOLVE_INIT.
     *
     * @param ticket the ticket as it came in TRANSFER_INIT
     * @throws IllegalArgumentException if the pre-shared key has more than 255 octets
     * @throws UnusableTicketException if the policy of the ticket cannot be read
     */
    public PendingResolve resolve(TicketPayload ticket) {
        Draft draft = draft(KmsDialogue.RESOLVE, TicketTerms.of(ticket.policy()).suite(), ticket);
        return new PendingResolve(draft.pending(settings, kms), ticket);
    }

    /**
     * Takes up a REQUEST_INIT that was made before, for an end that kept nothing but the message and the key that it shares with the
     * KMS: its pre-shared key or, of a REQUEST_INIT_PK, the envelope key. Whether a REQUEST_INIT_PK was made with this key shows only in
     * its answer, the MAC of which covers the whole message (RFC 6043, 4.2.1).
     *
     * @throws MikeyException if the message was not made with this pre-shared key by this end, or is no REQUEST_INIT, or this end
     *     signs instead of sharing a key
     */
    public PendingRequest resumeRequest(MikeyMessage message) {
        try {
            PendingAnswer pending = resume(KmsDialogue.REQUEST, message);
            TicketTerms desired = TicketTerms.of(
                    Payloads.required(message, TpPayload.class, "TP").policy());
            return new PendingRequest(
                    pending, desired.toBuilder().initiator(access.id()).build(), settings.clock());
        } catch (Refusal e) {
            throw new MikeyException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Takes up a RESOLVE_INIT that was made before, for an end that kept nothing but the message and the key that it shares with the
     * KMS: its pre-shared key or, of a RESOLVE_INIT_PK, the envelope key. Whether a RESOLVE_INIT_PK was made with this key shows only in
     * its answer, the MAC of which covers the whole message (RFC 6043, 4.2.3).
     *
     * @throws MikeyException if the message was not made with this pre-shared key by this end, or is no RESOLVE_INIT, or this end
     *     signs instead of sharing a key
     */
    public PendingResolve resumeResolve(MikeyMessage message) {
        try {
            return new PendingResolve(
                    resume(KmsDialogue.RESOLVE, message),
                    TicketMessage.of(message).ticket());
        } catch (Refusal e) {
            throw new MikeyException(String.valueOf(e.getMessage()), e);
        }
    }

    private PendingAnswer resume(KmsDialogue dialogue, MikeyMessage message) {
        int dataType = message.header().dataType();
        boolean signed = dataType == dialogue.pkType();
        if ((dataType != dialogue.pskType() && !signed) || !(access instanceof KmsAccess.PreShared shared)) {
            throw Refusal.because(
                    RejectReason.WRONG_DATA_TYPE,
                    DataType.REGISTRY.name(dataType) + " is not " + DataType.REGISTRY.name(dialogue.pskType()) + " or "
                            + DataType.REGISTRY.name(dialogue.pkType()) + " under a key that is shared");
        }
        TicketMessage own = TicketMessage.of(message);
        Octets rand = own.requiredRand(dialogue.randRole());
        IdPayload resolver = Idr.in(message, IdRole.IDR_KMS).orElse(kms);
        IdPayload sender = Idr.in(message, dialogue.idRole()).orElse(access.id());
        try (MessageProtection protection =
                TicketProtection.initial(own.suite(), shared.psk(), own.csbId(), dialogue.rands(rand))) {
            boolean authentic =
                    signed || TicketProtection.isVerified(own, protection, sender.idData(), resolver.idData());
            if (!sender.equals(access.id()) || !authentic) {
                throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the message is not one of this end's");
            }
        }
        return new PendingAnswer(settings, dialogue, own.suite(), resolver, message, shared.psk(), rand);
    }

    private Draft draft(KmsDialogue dialogue, TicketSuite suite, Payload subject) {
        long csbId = settings.newCsbId();
        SecretBytes inkey = inkey(suite);
        byte[] octets = new byte[TicketProtection.randOctets(inkey.length())];
        settings.random().nextBytes(octets);
        Octets rand = Octets.copyOf(octets);
        List<Payload> payloads = new ArrayList<>();
        payloads.add(timestamps.next());
        payloads.add(new RandrPayload(dialogue.randRole(), rand));
        payloads.add(Idr.of(dialogue.idRole(), access.id()));
        if (access instanceof KmsAccess.Signed signed) {
            payloads.addAll(signed.identity().certificates());
        }
        payloads.add(Idr.of(IdRole.IDR_KMS, kms));
        payloads.add(subject);
        int dataType = access instanceof KmsAccess.PreShared ? dialogue.pskType() : dialogue.pkType();
        CommonHeader header =
                new CommonHeader(dataType, true, suite.prf().prfFunc(), csbId, new EmptyMap(CsIdMapType.EMPTY, 0));
        MikeyMessage message = protect(dialogue, suite, header, payloads, inkey, rand);
        return new Draft(dialogue, suite, message, inkey, rand);
    }

    private SecretBytes inkey(TicketSuite suite) {
        if (access instanceof KmsAccess.Signed signed) {
            return signed.envelope()
                    .key()
                    .map(SecretBytes::copy)
                    .orElseGet(() -> SecretBytes.random(settings.random(), suite.keyOctets()));
        }
        return ((KmsAccess.PreShared) access).psk().copy();
    }

    private MikeyMessage protect(
            KmsDialogue dialogue,
            TicketSuite suite,
            CommonHeader header,
            List<Payload> payloads,
            SecretBytes inkey,
            Octets rand) {
        if (access instanceof KmsAccess.PreShared preShared) {
            preShared.pskId().ifPresent(id -> payloads.add(new IdrPayload(IdRole.IDR_PSK, IdType.BYTE_STRING, id)));
            try (MessageProtection protection =
                    TicketProtection.initial(suite, inkey, header.csbId(), dialogue.rands(rand))) {
                return TicketProtection.appendV(
                        header, payloads, protection, access.id().idData(), kms.idData());
            }
        }
        KmsAccess.Signed signed = (KmsAccess.Signed) access;
        Envelope envelope = signed.envelope();
        envelope.chash().ifPresent(payloads::add);
        payloads.add(new PkePayload(
                envelope.cache(),
                envelope.padding().encrypt(envelope.responderKey(), inkey, envelope.algorithms(), settings.random())));
        return Signatures.sign(
                header, payloads, signed.identity().signer(), access.id().idData(), kms.idData());
    }

    private record Draft(
            KmsDialogue dialogue, TicketSuite suite, MikeyMessage message, SecretBytes inkey, Octets rand) {
        PendingAnswer pending(ExchangeSettings settings, IdPayload kms) {
            try (inkey) {
                return new PendingAnswer(settings, dialogue, suite, kms, message, inkey, rand);
            }
        }
    }
}
