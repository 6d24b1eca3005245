package org.mikey4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.ALICE_CERT;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.BOB_CERT;
import static org.mikey4j.testing.Peers.CAROL;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.at;
import static org.mikey4j.testing.Peers.established;
import static org.mikey4j.testing.Peers.local;
import static org.mikey4j.testing.Peers.rejected;
import static org.mikey4j.testing.Peers.replays;
import static org.mikey4j.testing.Peers.reply;
import static org.mikey4j.testing.Peers.request;
import static org.mikey4j.testing.Peers.trust;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.exchange.dh.DhWitness;
import org.mikey4j.exchange.dhhmac.DhHmacInitiator;
import org.mikey4j.exchange.dhhmac.DhHmacPendingOffer;
import org.mikey4j.exchange.dhhmac.DhHmacResponder;
import org.mikey4j.exchange.dhhmac.DhHmacWitness;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarJudge;
import org.mikey4j.exchange.rsar.RsarPendingOffer;
import org.mikey4j.exchange.rsar.RsarResponder;
import org.mikey4j.exchange.rsar.RsarWitness;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.testing.SecondPrf;

/**
 * What the signature or the MAC of an answer covers besides it, in the readings of other implementations; the JDK computes the
 * signatures and MACs here, over octets that are put together here. A witness tells the same as the Initiator.
 */
class AnswerReadingsTest {
    private static final byte[] IDI = "sip:alice@example.org".getBytes(StandardCharsets.UTF_8);
    private static final byte[] IDR = "sip:bob@example.org".getBytes(StandardCharsets.UTF_8);
    private static final ExchangeSettings STRICT =
            ExchangeSettings.builder(CLOCK, RANDOM).build();
    private static final ExchangeSettings LENIENT = ExchangeSettings.builder(CLOCK, RANDOM)
            .accept(
                    Compatibility.ANSWER_COVERS_IDENTITIES,
                    Compatibility.ANSWER_SIGNED_WITHOUT_IDI,
                    Compatibility.SIGNATURE_WITHOUT_SIGN_HEADER)
            .build();

    private static final SecretBytes PSK = SecretBytes.copyOf(Octets.ofHex("000102030405060708090a0b0c0d0e0f"));
    private static final DhPolicy GROUPS = DhPolicy.of(RANDOM);
    private static final int SIGNATURE_OCTETS = 256;
    private static final int MAC_OCTETS = 20;

    /** What came of an answer at the Initiator, and for a witness. */
    private record Results(InitiatorResult initiator, WitnessResult witness) {
        void assertAccepted(String... departures) {
            SecurityAssociation association = established(initiator);
            assertThat(rules(association.diagnostics())).containsExactly(departures);
            assertThat(association.keys()).hasSize(1);
            assertThat(witness).isInstanceOf(WitnessResult.Authentic.class);
            WitnessResult.Authentic authentic = (WitnessResult.Authentic) witness;
            assertThat(authentic.responder()).isEqualTo(BOB);
            assertThat(rules(authentic.diagnostics())).containsExactly(departures);
        }

        void assertRefused() {
            rejected(initiator, RejectReason.AUTHENTICATION_FAILED);
            rejected(witness, RejectReason.AUTHENTICATION_FAILED);
        }

        private static List<String> rules(List<Diagnostic> diagnostics) {
            return diagnostics.stream().map(Diagnostic::rule).toList();
        }
    }

    /** The octets that the JDK signs, or makes a MAC over: some fewer of the message, and some more behind it. */
    private record Covered(int fewer, byte[]... more) {
        byte[] of(byte[] message, int sealOctets) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(message, 0, message.length - sealOctets - fewer);
            for (byte[] octets : more) {
                out.writeBytes(octets);
            }
            return out.toByteArray();
        }
    }

    private static Octets resigned(Octets answer, Function<byte[], Covered> covered) {
        byte[] octets = answer.toByteArray();
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(BOB_CERT.keys().getPrivate());
            rsa.update(covered.apply(timestamp(octets)).of(octets, SIGNATURE_OCTETS));
            System.arraycopy(rsa.sign(), 0, octets, octets.length - SIGNATURE_OCTETS, SIGNATURE_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        return Octets.copyOf(octets);
    }

    private static Octets remaced(MikeyMessage offer, Octets answer, Function<byte[], Covered> covered) {
        byte[] octets = answer.toByteArray();
        Octets rand = offer.payload(RandPayload.class).orElseThrow().rand();
        byte[] label = Octets.ofHex(
                        "2d22ac75ff" + String.format("%08x", offer.header().csbId()) + rand.toHex())
                .toByteArray();
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SecondPrf.derive(true, PSK.toByteArray(), label, MAC_OCTETS), "HmacSHA1"));
            mac.update(covered.apply(timestamp(octets)).of(octets, MAC_OCTETS));
            System.arraycopy(mac.doFinal(), 0, octets, octets.length - MAC_OCTETS, MAC_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        return Octets.copyOf(octets);
    }

    /** The value of T, which is the first payload: behind 10 octets of HDR, 9 of each session, and 2 of its own. */
    private static byte[] timestamp(byte[] message) {
        int at = 10 + 9 * message[8] + 2;
        return Arrays.copyOfRange(message, at, at + 8);
    }

    private static Results signed(ExchangeSettings settings, Function<byte[], Covered> covered) {
        DhPendingOffer offer = new DhInitiator(settings, GROUPS, local(ALICE, ALICE_CERT), trust())
                .offer(DhGroup.OAKLEY_5, request().build());
        Octets answer = resigned(
                reply(new DhResponder(
                                STRICT,
                                GROUPS,
                                local(BOB, BOB_CERT),
                                trust(),
                                replays(),
                                OfferJudge.acceptSupported(id -> 7))
                        .receive(offer.message().octets(), Octets.EMPTY)),
                covered);
        return new Results(
                offer.receive(answer), new DhWitness(settings, trust()).receive(offer.message(), ALICE, answer));
    }

    private static Results maced(ExchangeSettings settings, Function<byte[], Covered> covered) {
        DhHmacPendingOffer offer = new DhHmacInitiator(settings, GROUPS)
                .offer(PSK, DhGroup.OAKLEY_5, request().build());
        Octets answer = remaced(
                offer.message(),
                reply(new DhHmacResponder(
                                STRICT,
                                GROUPS,
                                BOB,
                                PskLookup.of(PskPeer.of(PSK)),
                                replays(),
                                OfferJudge.acceptSupported(id -> 7))
                        .receive(offer.message().octets(), Octets.EMPTY)),
                covered);
        return new Results(
                offer.receive(answer), new DhHmacWitness(settings).receive(PSK, offer.message(), ALICE, answer));
    }

    private static Results reverse(ExchangeSettings settings, Function<byte[], Covered> covered) {
        RsarPendingOffer offer = new RsarInitiator(
                        settings,
                        local(ALICE, ALICE_CERT),
                        trust(),
                        new EnvelopeOpener(
                                ALICE_CERT.keys().getPrivate(),
                                EnvelopePadding.PKCS1_V1_5,
                                JcaAlgorithms.PLATFORM,
                                RANDOM))
                .offer(request().build());
        Octets answer = resigned(
                reply(new RsarResponder(
                                STRICT,
                                local(BOB, BOB_CERT),
                                trust(),
                                replays(),
                                RsarJudge.acceptFirst(id -> 7),
                                EnvelopePadding.PKCS1_V1_5)
                        .receive(offer.message().octets(), Octets.EMPTY)),
                covered);
        return new Results(offer.receive(answer), new RsarWitness(settings, trust()).receive(offer.message(), answer));
    }

    @Test
    void aSignedAnswerCoversItselfAloneUnlessTheOtherReadingIsAccepted() {
        Function<byte[], Covered> bare = t -> new Covered(0);
        Function<byte[], Covered> whole = t -> new Covered(0, IDI, IDR, t);

        signed(STRICT, bare).assertAccepted();
        signed(LENIENT, bare).assertAccepted();
        signed(STRICT, whole).assertRefused();
        signed(LENIENT, whole).assertAccepted("ANSWER_COVERS_IDENTITIES");
        signed(LENIENT, t -> new Covered(0, IDR, IDI, t)).assertRefused();
        signed(LENIENT, t -> new Covered(2)).assertAccepted("SIGNATURE_WITHOUT_SIGN_HEADER");
        signed(LENIENT, t -> new Covered(2, IDI, IDR, t))
                .assertAccepted("ANSWER_COVERS_IDENTITIES", "SIGNATURE_WITHOUT_SIGN_HEADER");
    }

    @Test
    void theMacOfAnAnswerCoversItAloneUnlessTheOtherReadingIsAccepted() {
        Function<byte[], Covered> bare = t -> new Covered(0);
        Function<byte[], Covered> whole = t -> new Covered(0, IDI, IDR, t);

        maced(STRICT, bare).assertAccepted();
        maced(LENIENT, bare).assertAccepted();
        maced(STRICT, whole).assertRefused();
        maced(LENIENT, whole).assertAccepted("ANSWER_COVERS_IDENTITIES");
        maced(LENIENT, t -> new Covered(0, IDR, IDI, t)).assertRefused();
    }

    @Test
    void anAnswerOfRsaRCoversBothIdentitiesUnlessTheOtherReadingIsAccepted() {
        Function<byte[], Covered> right = t -> new Covered(0, IDI, IDR, t);
        Function<byte[], Covered> own = t -> new Covered(0, IDR, t);

        reverse(STRICT, right).assertAccepted();
        reverse(LENIENT, right).assertAccepted();
        reverse(STRICT, own).assertRefused();
        reverse(LENIENT, own).assertAccepted("ANSWER_SIGNED_WITHOUT_IDI");
        reverse(LENIENT, t -> new Covered(0)).assertRefused();
        reverse(LENIENT, t -> new Covered(2, IDR, t))
                .assertAccepted("ANSWER_SIGNED_WITHOUT_IDI", "SIGNATURE_WITHOUT_SIGN_HEADER");
    }

    @Test
    void aWitnessTakesNoAnswerToAnotherMessage() {
        MikeyMessage one = new DhInitiator(STRICT, GROUPS, local(ALICE, ALICE_CERT), trust())
                .offer(DhGroup.OAKLEY_5, request().csbId(1).build())
                .message();
        MikeyMessage other = new DhInitiator(STRICT, GROUPS, local(ALICE, ALICE_CERT), trust())
                .offer(DhGroup.OAKLEY_5, request().csbId(1).timestamp(at(1)).build())
                .message();
        Octets answer = reply(new DhResponder(
                        STRICT, GROUPS, local(BOB, BOB_CERT), trust(), replays(), OfferJudge.acceptSupported(id -> 7))
                .receive(other.octets(), Octets.EMPTY));

        rejected(new DhWitness(STRICT, trust()).receive(one, ALICE, answer), RejectReason.MISMATCH);
        rejected(new DhWitness(STRICT, trust()).receive(other, CAROL, answer), RejectReason.IDENTITY_REFUSED);
    }
}
