package org.mikey4j.exchange.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;

/** How a Responder authenticates the I_MESSAGEs of a Diffie-Hellman mode. */
public interface DhMode {
    /** What the messages of the mode look like. */
    DhFormat format();

    /** Octets of the MAC or the signature at the end of a message. */
    int sealOctets(MikeyMessage message);

    /**
     * Authenticates an I_MESSAGE whose payloads are those of the mode.
     *
     * @param rand the RAND of the bundle
     * @param context what the caller gave with the message
     * @param current the bundle that is updated
     * @throws Refusal if it is not authentic
     */
    Authentic authenticate(ReceivedOffer offer, Octets rand, Octets context, Optional<SecurityAssociation> current);

    /**
     * An I_MESSAGE that is authentic, and how to answer it.
     *
     * @param initiator who sent it
     * @param responder this end
     * @param prf the pseudo-random function of the bundle
     * @param protectionKey the key that protects updates; empty if there is none
     * @param counterKey what its counters are kept under
     * @param self what tells the Initiator who answers: IDr, and the certificates
     * @param diagnostics what had to be accepted
     * @param seal authenticates what is sent back
     * @param errorSeal authenticates an error message that is sent back instead
     * @param wipe wipes the keys that {@code seal} uses
     */
    record Authentic(
            IdPayload initiator,
            IdPayload responder,
            Prf prf,
            SecretBytes protectionKey,
            Octets counterKey,
            List<? extends Payload> self,
            List<Diagnostic> diagnostics,
            DhSeal seal,
            UnaryOperator<MikeyMessage> errorSeal,
            Runnable wipe)
            implements AutoCloseable {
        @Override
        public void close() {
            wipe.run();
        }
    }
}
