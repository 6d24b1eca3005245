package org.mikey4j.exchange.dh;

import java.time.Instant;
import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.internal.CertifiedId;
import org.mikey4j.exchange.internal.PendingDh;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;

/**
 * A Responder that signs.
 *
 * @param settings local policy
 * @param trust decides on its certificate
 * @param expected who it should be, if that is known
 * @param at the time of the exchange
 */
record SigningResponder(ExchangeSettings settings, PeerTrust trust, Optional<IdPayload> expected, Instant at)
        implements PendingDh.Peer {
    @Override
    public PendingDh.Answerer authenticate(MikeyMessage response, Optional<IdPayload> responder) {
        Signatures.Signer signer = Signatures.authenticate(response, responder, trust, at, settings);
        return new PendingDh.Answerer(CertifiedId.of(signer, "IDr"), signer.diagnostics());
    }

    @Override
    public boolean isAuthentic(MikeyMessage error) {
        return Signatures.isAuthentic(error, expected, trust, at, settings);
    }

    @Override
    public void close() {
        // Nothing here is secret.
    }
}
