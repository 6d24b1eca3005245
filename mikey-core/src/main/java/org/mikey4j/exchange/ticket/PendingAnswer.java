package org.mikey4j.exchange.ticket;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.AnswerReception;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.PayloadType;

/** A message to the KMS that waits for its answer (RFC 6043, 4.2.1.6 and 4.2.3.6). */
final class PendingAnswer implements AutoCloseable {
    private final AnswerReception reception;
    private final TicketSuite suite;
    private final IdPayload kms;
    private final MessageProtection initial;
    private final MessageProtection response;

    PendingAnswer(
            ExchangeSettings settings,
            KmsDialogue dialogue,
            TicketSuite suite,
            IdPayload kms,
            MikeyMessage message,
            SecretBytes inkey,
            Octets rand) {
        this.reception = new AnswerReception(settings, message, dialogue.answerType());
        this.suite = suite;
        this.kms = kms;
        long csbId = message.header().csbId();
        this.initial = TicketProtection.initial(suite, inkey, csbId, dialogue.rands(rand));
        this.response = TicketProtection.response(suite, inkey, csbId, dialogue.rands(rand));
    }

    MikeyMessage message() {
        return reception.offer();
    }

    /** Authenticates an answer and hands it on, or tells why there is none. */
    <R> R receive(Octets answer, Function<TicketMessage, R> onAuthentic, Function<Rejected, R> onRejected) {
        return reception.receive(
                answer,
                message -> onAuthentic.apply(authentic(message)),
                error -> TicketProtection.isAuthenticError(error, initial),
                onRejected);
    }

    private TicketMessage authentic(MikeyMessage message) {
        TicketMessage answer = TicketMessage.of(message);
        if (answer.suite() != suite
                || !message.header().csIdMap().equals(message().header().csIdMap())) {
            throw Refusal.because(RejectReason.MISMATCH, "the answer changes the PRF or the crypto sessions");
        }
        if (!TicketProtection.isVerified(answer, response, message().octets())) {
            throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the MAC of the answer is wrong");
        }
        Optional<IdPayload> sender = Idr.in(message, IdRole.IDR_KMS);
        if (sender.isPresent() && !sender.get().equals(kms)) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the answer is from another KMS");
        }
        return answer;
    }

    /** The keys of an authentic answer, so many protection keys first. */
    TicketKeys keys(TicketMessage answer, int protectionKeys) {
        KemacPayload kemac = answer.kemac()
                .orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "the answer has no KEMAC"));
        List<TransportedKey> keys = KeyTransport.open(
                        response,
                        kemac,
                        answer.csbId(),
                        answer.timestamp(),
                        PayloadType.KEY_DATA,
                        found -> TicketKeys.checkKemac(found, protectionKeys, suite))
                .keys();
        return TicketKeys.of(keys, protectionKeys, suite);
    }

    /** The key data of an answer, decrypted and not looked at; nothing if the answer is not authentic, or has none. */
    Optional<SecretBytes> keyData(Octets answer) {
        return receive(
                answer,
                message -> message.kemac()
                        .map(kemac -> SecretBytes.wrap(response.open(kemac, message.csbId(), message.timestamp()))),
                refused -> Optional.empty());
    }

    @Override
    public void close() {
        initial.close();
        response.close();
    }
}
