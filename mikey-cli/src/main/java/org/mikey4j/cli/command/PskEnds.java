package org.mikey4j.cli.command;

import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** Both ends of the pre-shared key method. */
final class PskEnds implements Mode.Ends {
    /** The empty last block can be told from the standard only for keys of this many octets, or a multiple. */
    private static final int PRF_BLOCK_OCTETS = 32;

    private final PeerOptions peers;
    private final Optional<PskPeer> peer;
    private final boolean anyCounter;

    /** @param anyCounter whether counters are taken as they come */
    PskEnds(PeerOptions peers, MikeyMessage message, boolean anyCounter) {
        this.peers = peers;
        this.peer = peers.of(message);
        this.anyCounter = anyCounter;
    }

    @Override
    public ResponderResult receive(MikeyMessage message, ExchangeSettings settings, IntToLongFunction ssrcs) {
        return new PskResponder(
                        settings,
                        claim -> peer,
                        new OneShotReplayCache(),
                        OfferJudge.acceptSupported(ssrcs),
                        (sender, counter) -> anyCounter)
                .receive(message.octets(), Octets.EMPTY);
    }

    @Override
    public InitiatorResult receiveAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
        try (SecretBytes key = peer.map(p -> p.psk().copy()).orElseGet(SecretBytes::empty);
                PskPendingOffer offer = new PskInitiator(settings).resume(key, message)) {
            return offer.receive(answer);
        }
    }

    @Override
    public boolean emptyLastBlockShows() {
        return peer.isPresent() && peer.get().psk().length() % PRF_BLOCK_OCTETS == 0;
    }

    @Override
    public void close() {
        peers.close();
    }
}
