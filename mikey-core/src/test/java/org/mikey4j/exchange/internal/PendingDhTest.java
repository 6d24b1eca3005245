package org.mikey4j.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.testing.Peers;

/** What both ends of a Diffie-Hellman exchange close. */
class PendingDhTest {
    private static final ExchangeSettings SETTINGS =
            ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();
    private static final RandPayload RAND = new RandPayload(Octets.ofHex("a0".repeat(16)));

    private final AtomicInteger closed = new AtomicInteger();

    private static MikeyMessage message() {
        return MikeyMessage.encode(
                new CommonHeader(DataType.DH_INIT, true, 0, 7, CsIdMap.srtp()),
                List.of(
                        Peers.at(0),
                        RAND,
                        new DhPayload(0, Octets.copyOf(new byte[192]), KeyValidity.NULL),
                        new SignPayload(0, Octets.copyOf(new byte[64]))));
    }

    @Test
    void closingAnOfferWipesWhatItKeepsAndClosesThePeer() {
        TransportedKey kept = new TransportedKey(
                KeyDataType.TGK, SecretBytes.wrap(new byte[16]), SecretBytes.empty(), KeyValidity.NULL);
        SecretBytes psk = SecretBytes.wrap(new byte[16]);
        CsbState state = new CsbState(7, Prf.MIKEY_1, RAND.rand(), Peers.at(0), Optional.of(ALICE), Optional.of(BOB));
        DhOffer offer = new DhOffer(message(), OfferRequest.builder().build(), state, Optional.empty(), List.of(kept));
        DhAnswer.Peer peer = new DhAnswer.Peer() {
            @Override
            public DhAnswer.Answerer authenticate(MikeyMessage response, SignedIds ends) {
                throw new AssertionError("nothing came back");
            }

            @Override
            public boolean isAuthentic(MikeyMessage error) {
                return false;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };

        new PendingDh(SETTINGS, DhFormat.SIGNED, offer, psk, peer).close();

        Peers.assertWiped(kept.key(), psk);
        assertThat(closed).hasValue(1);
    }

    /** A mode that takes every message for Alice's. */
    private final class Trusting implements DhMode {
        @Override
        public DhFormat format() {
            return DhFormat.SIGNED;
        }

        @Override
        public int sealOctets(MikeyMessage message) {
            return 64;
        }

        @Override
        public Authentic authenticate(
                ReceivedOffer offer, Octets rand, Octets context, Optional<SecurityAssociation> current) {
            return new Authentic(
                    ALICE,
                    BOB,
                    Prf.MIKEY_1,
                    SecretBytes.empty(),
                    Octets.EMPTY,
                    List.of(BOB),
                    List.of(),
                    MikeyMessage::encode,
                    error -> error,
                    closed::incrementAndGet);
        }
    }

    @Test
    void whatAuthenticatedAMessageIsWipedWhenItIsRefused() {
        DhReception reception = new DhReception(
                SETTINGS,
                DhPolicy.of(Peers.RANDOM),
                Peers.replays(),
                CounterLog.NONE,
                OfferJudge.acceptSupported(csId -> 1),
                new Trusting());

        Peers.rejected(
                reception.process(message().octets(), Octets.EMPTY, Optional.empty()), RejectReason.UNSUPPORTED_DH);

        assertThat(closed).hasValue(1);
    }
}
