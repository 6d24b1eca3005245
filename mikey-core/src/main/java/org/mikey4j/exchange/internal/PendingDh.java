package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** An I_MESSAGE that waits for the other half of the key (RFC 3830, 3.3; RFC 4650, 3). */
public final class PendingDh implements AutoCloseable {
    private final ExchangeSettings settings;
    private final DhOffer offer;
    private final DhAnswer answers;
    private final SecretBytes protectionKey;
    private final DhAnswer.Peer peer;

    /**
     * @param protectionKey the key that protects updates; empty if there is none
     * @param peer authenticates what comes back
     */
    public PendingDh(
            ExchangeSettings settings, DhFormat format, DhOffer offer, SecretBytes protectionKey, DhAnswer.Peer peer) {
        this.settings = settings;
        this.offer = offer;
        this.answers =
                new DhAnswer(format, new AnswerReception(settings, offer.message(), format.respType()), offer.state());
        this.protectionKey = protectionKey;
        this.peer = peer;
    }

    /** The I_MESSAGE. */
    public MikeyMessage message() {
        return offer.message();
    }

    /** Processes the R_MESSAGE, or the error message that came instead. */
    public InitiatorResult receive(Octets answer) {
        return receive(answer, peer);
    }

    /** The same, by another way to authenticate what comes back. */
    public InitiatorResult receive(Octets answer, DhAnswer.Peer by) {
        return answers.reception().receive(answer, response -> agreed(response, by), by::isAuthentic);
    }

    private InitiatorResult agreed(MikeyMessage response, DhAnswer.Peer by) {
        DhAnswer.Checked checked = answers.check(response, by);
        CsbState state = offer.state();
        List<Diagnostic> diagnostics = new ArrayList<>(checked.diagnostics());
        CsIdMap map =
                MapAnswer.merge(offer.request().csIdMap(), response.header().csIdMap());
        List<TransportedKey> keys;
        if (checked.value().isPresent()) {
            AgreedKey agreed =
                    AgreedKey.of(offer.half().orElseThrow(), checked.value().get(), response, settings);
            diagnostics.addAll(agreed.diagnostics());
            keys = List.of(agreed.key());
        } else {
            keys = offer.kept().stream().map(TransportedKey::copy).toList();
        }
        CsbState established = new CsbState(
                state.csbId(),
                state.prf(),
                state.rand(),
                state.timestamp(),
                state.initiator(),
                Optional.of(checked.responder()));
        return new InitiatorResult.Established(new SecurityAssociation(
                established,
                protectionKey.copy(),
                map,
                offer.request().policies(),
                keys,
                offer.request().extensions(),
                diagnostics));
    }

    @Override
    public void close() {
        offer.kept().forEach(TransportedKey::close);
        protectionKey.close();
        peer.close();
    }
}
