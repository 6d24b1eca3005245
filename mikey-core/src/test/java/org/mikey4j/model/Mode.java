package org.mikey4j.model;

import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.ALICE_CERT;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.BOB_CERT;
import static org.mikey4j.testing.Peers.local;
import static org.mikey4j.testing.Peers.request;
import static org.mikey4j.testing.Peers.trust;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.exchange.dhhmac.DhHmacInitiator;
import org.mikey4j.exchange.dhhmac.DhHmacPendingOffer;
import org.mikey4j.exchange.dhhmac.DhHmacResponder;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskOffer;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.publickey.PkInitiator;
import org.mikey4j.exchange.publickey.PkOneWayOffer;
import org.mikey4j.exchange.publickey.PkPendingOffer;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarJudge;
import org.mikey4j.exchange.rsar.RsarPendingOffer;
import org.mikey4j.exchange.rsar.RsarResponder;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.TestPki.Entity;

/** Every mode there is. In those with a V flag Alice asks for an answer every other time. */
enum Mode {
    PSK(20, Mode::psk),
    PUBLIC_KEY(256, Mode::publicKey),
    DH(256, Mode::dh),
    DHHMAC(20, Mode::dhHmac),
    RSA_R(256, Mode::rsaR),
    SAKKE(129, SakkeEnds::new),
    TICKET(20, TicketEnds::new);

    /** What Alice and Bob share in the modes with a pre-shared key. */
    static final SecretBytes SHARED = SecretBytes.wrap("a key of sixteen".getBytes(StandardCharsets.US_ASCII));

    /** The smallest: what is at stake here does not hang on its size. */
    private static final DhGroup GROUP = DhGroup.OAKLEY_1;

    private static final OfferJudge JUDGE = OfferJudge.acceptSupported(csId -> 0xb0b00000L + csId);

    private final int sealOctets;
    private final Function<Setup, Ends> ends;

    Mode(int sealOctets, Function<Setup, Ends> ends) {
        this.sealOctets = sealOctets;
        this.ends = ends;
    }

    Ends ends(Setup setup) {
        return ends.apply(setup);
    }

    /** The size of the MAC or signature at the end of an I_MESSAGE. */
    int sealOctets() {
        return sealOctets;
    }

    private static Ends psk(Setup setup) {
        PskInitiator alice = new PskInitiator(setup.alice());
        PskResponder bob = new PskResponder(setup.bob(), PskLookup.of(PskPeer.of(SHARED)), setup.replays(), JUDGE);
        return of(
                () -> {
                    PskOffer offer = setup.choices().nextBoolean()
                            ? alice.offer(SHARED, request().build())
                            : alice.send(SHARED, request().build());
                    return new Ends.Begun(
                            offer.message().octets(),
                            Optional.of(offer.association()),
                            offer instanceof PskPendingOffer pending ? Optional.of(pending::receive) : Optional.empty(),
                            offer);
                },
                bob::receive);
    }

    private static Ends publicKey(Setup setup) {
        PkInitiator alice = new PkInitiator(setup.alice(), local(ALICE, ALICE_CERT));
        PkResponder bob = new PkResponder(
                setup.bob(), BOB, trust(), PkResponder.oneKey(opener(setup, BOB_CERT)), setup.replays(), JUDGE);
        Envelope envelope = Envelope.to(BOB_CERT.keys().getPublic());
        return of(
                () -> {
                    if (setup.choices().nextBoolean()) {
                        PkOneWayOffer offer = alice.send(envelope, request().build());
                        return new Ends.Begun(
                                offer.message().octets(), Optional.of(offer.association()), Optional.empty(), offer);
                    }
                    PkPendingOffer offer = alice.offer(envelope, request().build());
                    return new Ends.Begun(
                            offer.message().octets(),
                            Optional.of(offer.association()),
                            Optional.of(offer::receive),
                            offer);
                },
                bob::receive);
    }

    private static Ends dh(Setup setup) {
        DhPolicy groups = DhPolicy.of(setup.random()).allowing(GROUP);
        DhInitiator alice = new DhInitiator(setup.alice(), groups, local(ALICE, ALICE_CERT), trust());
        DhResponder bob = new DhResponder(setup.bob(), groups, local(BOB, BOB_CERT), trust(), setup.replays(), JUDGE);
        return of(
                () -> {
                    DhPendingOffer offer = alice.offer(GROUP, request().build());
                    return new Ends.Begun(
                            offer.message().octets(), Optional.empty(), Optional.of(offer::receive), offer);
                },
                bob::receive);
    }

    private static Ends dhHmac(Setup setup) {
        DhPolicy groups = DhPolicy.of(setup.random()).allowing(GROUP);
        DhHmacInitiator alice = new DhHmacInitiator(setup.alice(), groups);
        DhHmacResponder bob =
                new DhHmacResponder(setup.bob(), groups, BOB, PskLookup.of(PskPeer.of(SHARED)), setup.replays(), JUDGE);
        return of(
                () -> {
                    DhHmacPendingOffer offer =
                            alice.offer(SHARED, GROUP, request().build());
                    return new Ends.Begun(
                            offer.message().octets(), Optional.empty(), Optional.of(offer::receive), offer);
                },
                bob::receive);
    }

    private static Ends rsaR(Setup setup) {
        RsarInitiator alice =
                new RsarInitiator(setup.alice(), local(ALICE, ALICE_CERT), trust(), opener(setup, ALICE_CERT));
        RsarResponder bob = new RsarResponder(
                setup.bob(),
                local(BOB, BOB_CERT),
                trust(),
                setup.replays(),
                RsarJudge.acceptFirst(csId -> 0xb0b00000L + csId),
                EnvelopePadding.PKCS1_V1_5);
        return of(
                () -> {
                    RsarPendingOffer offer = alice.offer(request().build());
                    return new Ends.Begun(
                            offer.message().octets(), Optional.empty(), Optional.of(offer::receive), () -> {});
                },
                bob::receive);
    }

    private static EnvelopeOpener opener(Setup setup, Entity entity) {
        return new EnvelopeOpener(
                entity.keys().getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, setup.random());
    }

    static Ends of(Supplier<Ends.Begun> begin, BiFunction<Octets, Octets, ResponderResult> receive) {
        return new Ends() {
            @Override
            public Begun begin() {
                return begin.get();
            }

            @Override
            public ResponderResult receive(Octets message, Octets context) {
                return receive.apply(message, context);
            }
        };
    }
}
