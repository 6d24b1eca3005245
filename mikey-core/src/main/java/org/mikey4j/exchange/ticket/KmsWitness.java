package org.mikey4j.exchange.ticket;

import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.registry.DataType;

/**
 * Checks signed messages to a KMS for who sees them pass: whether REQUEST_INIT_PK or RESOLVE_INIT_PK is signed by who it says
 * (RFC 6043, 4.2.1.3 and 4.2.3.3). That takes the certificates alone; the envelope, and the answer under its key, stay closed. Keeps
 * nothing, and so does not know replays. Immutable, and safe under threads if what it is given is.
 */
public final class KmsWitness {
    private final ExchangeSettings settings;
    private final PeerTrust trust;

    /**
     * @param settings local policy
     * @param trust decides on the certificate of who signed
     */
    public KmsWitness(ExchangeSettings settings, PeerTrust trust) {
        this.settings = settings;
        this.trust = trust;
    }

    /** What came of a message: {@link Authentic} or {@link Refused}. */
    public sealed interface Result {}

    /**
     * It is signed by who it says.
     *
     * @param sender who
     * @param diagnostics what had to be accepted
     */
    public record Authentic(IdPayload sender, List<Diagnostic> diagnostics) implements Result {
        public Authentic {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /**
     * It is not, or is no such message.
     *
     * @param rejected why; who only sees messages sends no error message
     */
    public record Refused(Rejected rejected) implements Result {}

    /**
     * Checks a message.
     *
     * @param kms who the KMS is, if the message does not say
     * @param message the octets as received
     */
    public Result receive(IdPayload kms, Octets message) {
        try {
            return process(kms, MikeyMessage.decode(message, settings.decodeOptions()));
        } catch (MalformedMessageException e) {
            return new Refused(Refusal.of(e).toRejectedSilently());
        } catch (Refusal e) {
            return new Refused(e.toRejectedSilently());
        }
    }

    private Result process(IdPayload kms, MikeyMessage message) {
        int dataType = message.header().dataType();
        Optional<KmsDialogue> dialogue = KmsDialogue.of(dataType).filter(known -> dataType == known.pkType());
        if (dialogue.isEmpty()) {
            throw Refusal.because(
                    RejectReason.WRONG_DATA_TYPE, DataType.REGISTRY.name(dataType) + " is no signed message to a KMS");
        }
        TicketMessage received = TicketMessage.of(message);
        Payloads.required(message, PkePayload.class, "PKE");
        Freshness.requireInWindow(received.timestamp(), settings);
        SignedRequest signed = SignedRequest.authenticate(received, dialogue.get(), kms, trust, settings);
        return new Authentic(signed.id(), signed.signer().diagnostics());
    }
}
