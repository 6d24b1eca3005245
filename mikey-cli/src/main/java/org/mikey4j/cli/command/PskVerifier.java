package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** Checks a message of the pre-shared key method as its receiver would, and the answer as its sender would. */
final class PskVerifier {
    /** The empty last block can be told from the standard only for keys of this many octets, or a multiple. */
    private static final int PRF_BLOCK_OCTETS = 32;

    private final Optional<PskPeer> peer;
    private final ExchangeOptions options;

    /** @param peer the key; empty for messages that nothing protects */
    PskVerifier(Optional<PskPeer> peer, ExchangeOptions options) {
        this.peer = peer;
        this.options = options;
    }

    /** Receives the message as a Responder does, with what the options accept. */
    ResponderResult receive(MikeyMessage message, OfferJudge judge) {
        return receive(message, options.settings(message), judge);
    }

    private ResponderResult receive(MikeyMessage message, ExchangeSettings settings, OfferJudge judge) {
        PskLookup lookup = claim -> peer;
        boolean anyCounter = options.acceptsAnyCounter();
        return new PskResponder(settings, lookup, new OneShotReplayCache(), judge, (sender, counter) -> anyCounter)
                .receive(message.octets(), Octets.EMPTY);
    }

    /** Checks the message alone. */
    Verification verify(MikeyMessage message) {
        OfferJudge judge = OfferJudge.acceptSupported(csId -> 0);
        ResponderResult result = receive(message, judge);
        if (result instanceof ResponderResult.Established established) {
            SecurityAssociation association = established.association();
            return new Verification(Optional.of(association), false, "", association.diagnostics());
        }
        Rejected rejected = (Rejected) result;
        ResponderResult lenient = receive(message, lenientSettings(message), judge);
        if (lenient instanceof ResponderResult.Established established) {
            try (SecurityAssociation association = established.association()) {
                return refused(rejected, association.diagnostics());
            }
        }
        return refused(rejected, List.of());
    }

    /** Checks the message and the verification message that answers it. */
    Verification verify(MikeyMessage message, Octets answer) {
        Verification alone = verify(message);
        if (alone.association().isEmpty()) {
            return alone;
        }
        try (alone) {
            InitiatorResult result = receiveAnswer(message, answer, options.settings(message));
            if (result instanceof InitiatorResult.Established established) {
                SecurityAssociation association = established.association();
                return new Verification(
                        Optional.of(association), true, "", both(alone.diagnostics(), association.diagnostics()));
            }
            Rejected rejected = (Rejected) result;
            InitiatorResult lenient = receiveAnswer(message, answer, lenientSettings(message));
            if (lenient instanceof InitiatorResult.Established established) {
                try (SecurityAssociation association = established.association()) {
                    return refused(rejected, association.diagnostics());
                }
            }
            return refused(rejected, List.of());
        }
    }

    private InitiatorResult receiveAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
        try (SecretBytes key = peer.map(p -> p.psk().copy()).orElseGet(SecretBytes::empty);
                PskPendingOffer offer = new PskInitiator(settings).resume(key, message)) {
            return offer.receive(answer);
        }
    }

    private ExchangeSettings lenientSettings(MikeyMessage message) {
        boolean fullBlocks = peer.isPresent() && peer.get().psk().length() % PRF_BLOCK_OCTETS == 0;
        return options.lenientSettings(message, fullBlocks);
    }

    /** @param departures those under which the message would have been accepted */
    private static Verification refused(Rejected rejected, List<Diagnostic> departures) {
        return new Verification(Optional.empty(), false, rejected.detail(), both(rejected.diagnostics(), departures));
    }

    private static List<Diagnostic> both(List<Diagnostic> first, List<Diagnostic> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }
}
