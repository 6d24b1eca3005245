package org.mikey4j.exchange.dh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.CertifiedId;
import org.mikey4j.exchange.internal.CounterKey;
import org.mikey4j.exchange.internal.DhFormat;
import org.mikey4j.exchange.internal.DhMode;
import org.mikey4j.exchange.internal.DhReception;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.internal.SignedIds;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;

/**
 * Answers I_MESSAGEs of the Diffie-Hellman method (RFC 3830, 3.3 and 5.3). There is always an answer, whatever the V flag
 * says (6.1). Immutable, and safe under threads if what it is given is.
 */
public final class DhResponder {
    private final DhReception reception;

    /**
     * @param settings local policy
     * @param groups the groups that are acceptable, and where half keys come from
     * @param identity who this end is; an IDr must equal its identity
     * @param trust decides on the Initiator's certificate
     * @param replayCache what was accepted before
     * @param judge decides on authentic offers
     */
    public DhResponder(
            ExchangeSettings settings,
            DhPolicy groups,
            LocalIdentity identity,
            PeerTrust trust,
            ReplayCache replayCache,
            OfferJudge judge) {
        this(settings, groups, identity, trust, replayCache, judge, CounterLog.NONE);
    }

    /**
     * As above, for peers that send counters as timestamps.
     *
     * @param counters the highest counter of each peer
     */
    public DhResponder(
            ExchangeSettings settings,
            DhPolicy groups,
            LocalIdentity identity,
            PeerTrust trust,
            ReplayCache replayCache,
            OfferJudge judge,
            CounterLog counters) {
        this.reception =
                new DhReception(settings, groups, replayCache, counters, judge, new Signed(settings, identity, trust));
    }

    /**
     * Processes an I_MESSAGE that begins a bundle.
     *
     * @param message the octets as received
     * @param context stands for what the message came in, as in {@code PskResponder.receive}; empty if a message can
     *     lawfully come only once
     */
    public ResponderResult receive(Octets message, Octets context) {
        return reception.process(message, context, Optional.empty());
    }

    /** Processes an update, which has a new Diffie-Hellman value or keeps the keys. */
    public ResponderResult receiveUpdate(SecurityAssociation current, Octets message, Octets context) {
        return reception.process(message, context, Optional.of(current));
    }

    private record Signed(ExchangeSettings settings, LocalIdentity identity, PeerTrust trust) implements DhMode {
        @Override
        public DhFormat format() {
            return DhFormat.SIGNED;
        }

        @Override
        public int sealOctets(MikeyMessage message) {
            return Signatures.sign(message).signature().length();
        }

        @Override
        public Authentic authenticate(
                ReceivedOffer offer, Octets rand, Octets context, Optional<SecurityAssociation> current) {
            MikeyMessage message = offer.message();
            SignedIds ids = SignedIds.of(message, identity.id());
            Signatures.Signer signer =
                    Signatures.authenticate(message, ids.initiator(), trust, offer.at(settings), settings);
            IdPayload initiator = CertifiedId.of(signer, "IDi");
            List<Diagnostic> diagnostics = new ArrayList<>(signer.diagnostics());
            Prf prf = offer.prf();
            // A signature cannot tell how the peer derives keys, and the settings do.
            if (prf == Prf.MIKEY_1 && settings.accepts(Compatibility.PRF_EMPTY_LAST_BLOCK)) {
                prf = Prf.MIKEY_1_EMPTY_LAST_BLOCK;
                diagnostics.add(Compatibility.PRF_EMPTY_LAST_BLOCK.at(0, "HDR"));
            }
            return new Authentic(
                    initiator,
                    identity.id(),
                    prf,
                    SecretBytes.empty(),
                    CounterKey.of(signer.trusted().publicKey(), initiator),
                    identity.allPayloads(),
                    diagnostics,
                    (header, payloads) -> Signatures.sign(header, payloads, identity.signer()),
                    error -> Signatures.signError(error, identity, settings),
                    () -> {});
        }
    }
}
