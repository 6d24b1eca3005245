package org.mikey4j.exchange.dh;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.internal.CertifiedId;
import org.mikey4j.exchange.internal.DhAnswer;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.internal.SignedIds;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.TPayload;

/**
 * A Responder that signs.
 *
 * @param settings local policy
 * @param trust decides on its certificate
 * @param expected who it should be, if that is known
 * @param at the time of the exchange
 */
record SigningResponder(ExchangeSettings settings, PeerTrust trust, Optional<IdPayload> expected, Instant at)
        implements DhAnswer.Peer {
    @Override
    public DhAnswer.Answerer authenticate(MikeyMessage response, SignedIds ends) {
        List<Signatures.Appended> readings = List.of(
                Signatures.Appended.of(List.of()),
                Signatures.Appended.of(
                        List.of(Compatibility.ANSWER_COVERS_IDENTITIES),
                        ends.data(response.payload(TPayload.class).orElseThrow())));
        Signatures.Signer signer = Signatures.authenticate(response, ends.responder(), trust, at, settings, readings);
        return new DhAnswer.Answerer(CertifiedId.of(signer, "IDr"), signer.diagnostics());
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
