package org.mikey4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.ALICE_CERT;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.BOB_CERT;
import static org.mikey4j.testing.Peers.CAROL;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.local;
import static org.mikey4j.testing.Peers.replays;
import static org.mikey4j.testing.Peers.request;
import static org.mikey4j.testing.Peers.signer;
import static org.mikey4j.testing.Peers.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.publickey.PkInitiator;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarJudge;
import org.mikey4j.exchange.rsar.RsarResponder;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.TestPki;

/** Every number of the registry is sent for its cause (RFC 3830, 6.12; RFC 4738, 3.9.2). */
class ErrorNumbersTest {
    private static final ExchangeSettings SETTINGS = ExchangeSettings.builder(CLOCK, RANDOM)
            .reportAuthenticationFailures(true)
            .build();

    /** A message with a fault, to a Responder of its mode. */
    record Fault(int errorNo, String cause, Octets message, Function<Octets, ResponderResult> responder) {
        @Override
        public String toString() {
            return ErrorNo.REGISTRY.name(errorNo) + ": " + cause;
        }
    }

    private static ResponderResult publicKey(Octets message) {
        EnvelopeOpener opener = new EnvelopeOpener(
                BOB_CERT.keys().getPrivate(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM);
        return new PkResponder(
                        SETTINGS,
                        BOB,
                        trust(),
                        PkResponder.oneKey(opener),
                        replays(),
                        OfferJudge.acceptSupported(cs -> 1))
                .receive(message, Octets.EMPTY);
    }

    private static ResponderResult diffieHellman(Octets message) {
        return new DhResponder(
                        SETTINGS,
                        DhPolicy.of(RANDOM),
                        local(BOB, BOB_CERT),
                        trust(),
                        replays(),
                        OfferJudge.acceptSupported(cs -> 1))
                .receive(message, Octets.EMPTY);
    }

    private static ResponderResult rsar(Octets message) {
        return new RsarResponder(
                        SETTINGS,
                        local(BOB, BOB_CERT),
                        trust(),
                        replays(),
                        RsarJudge.acceptFirst(cs -> 1),
                        EnvelopePadding.PKCS1_V1_5)
                .receive(message, Octets.EMPTY);
    }

    private static MikeyMessage offer(OfferRequest request) {
        return new PkInitiator(SETTINGS, local(ALICE, ALICE_CERT))
                .offer(Envelope.to(BOB_CERT.keys().getPublic()), request)
                .message();
    }

    private static MikeyMessage offer() {
        return offer(request().build());
    }

    /** The message with other payloads before the signature, signed again. */
    private static Octets signed(MikeyMessage message, UnaryOperator<List<Payload>> change) {
        List<Payload> payloads = new ArrayList<>(message.payloads());
        payloads.remove(payloads.size() - 1);
        return Signatures.sign(message.header(), change.apply(payloads), signer(ALICE_CERT))
                .octets();
    }

    private static UnaryOperator<List<Payload>> replacing(
            Class<? extends Payload> kind, UnaryOperator<Payload> change) {
        return payloads -> payloads.stream()
                .map(p -> kind.isInstance(p) ? change.apply(p) : p)
                .toList();
    }

    private static Octets patched(MikeyMessage message, int at, int value) {
        byte[] octets = message.octets().toByteArray();
        octets[at] = (byte) value;
        return Octets.copyOf(octets);
    }

    private static Octets forgedTail(MikeyMessage message) {
        int last = message.octets().length() - 1;
        return patched(message, last, message.octets().at(last) ^ 1);
    }

    private static UnaryOperator<Payload> algorithms(int encrAlg, int macAlg, int macOctets) {
        return p ->
                new KemacPayload(encrAlg, ((KemacPayload) p).encrData(), macAlg, Octets.copyOf(new byte[macOctets]));
    }

    private static Octets withPolicy(SpPayload policy) {
        return signed(offer(), p -> {
            List<Payload> more = new ArrayList<>(p);
            more.add(2, policy);
            return more;
        });
    }

    static Stream<Fault> faults() {
        MikeyMessage offer = offer();
        MikeyMessage dh = new DhInitiator(
                        SETTINGS, DhPolicy.of(RANDOM).allowing(DhGroup.OAKLEY_2), local(ALICE, ALICE_CERT), trust())
                .offer(DhGroup.OAKLEY_2, request().build())
                .message();
        MikeyMessage asking = new RsarInitiator(
                        SETTINGS,
                        local(ALICE, ALICE_CERT),
                        trust(),
                        new EnvelopeOpener(
                                ALICE_CERT.keys().getPrivate(),
                                EnvelopePadding.PKCS1_V1_5,
                                JcaAlgorithms.PLATFORM,
                                RANDOM))
                .offer(request().build())
                .message();
        MikeyMessage chash = MikeyMessage.decode(signed(offer, p -> {
                    List<Payload> more = new ArrayList<>(p);
                    more.add(more.size() - 1, new ChashPayload(0, Octets.copyOf(new byte[20])));
                    return more;
                })
                .toByteArray());
        int hashFunc = chash.offset(chash.indexOf(ChashPayload.class)) + 1;
        CertPayload stranger =
                TestPki.spec("alice").uri("sip:alice@example.org").selfSigned().payload();
        Function<Octets, ResponderResult> pk = ErrorNumbersTest::publicKey;
        return Stream.of(
                new Fault(0, "the signature is wrong", forgedTail(offer), pk),
                new Fault(
                        1,
                        "a timestamp that this mode does not know",
                        signed(offer, replacing(TPayload.class, t -> new TPayload(3, 0xee91a840L))),
                        pk),
                new Fault(2, "an unknown pseudo-random function", patched(offer, 3, 0x80 | 5), pk),
                new Fault(3, "the NULL MAC", signed(offer, replacing(KemacPayload.class, algorithms(1, 0, 0))), pk),
                new Fault(
                        3, "an unknown MAC", patched(offer, offer.end(offer.indexOf(KemacPayload.class)) - 21, 77), pk),
                new Fault(
                        4,
                        "an unknown cipher",
                        signed(offer, replacing(KemacPayload.class, algorithms(99, 1, 20))),
                        pk),
                new Fault(5, "an unknown hash of a certificate", patched(chash, hashFunc, 9), pk),
                new Fault(6, "a group that is not allowed", dh.octets(), ErrorNumbersTest::diffieHellman),
                new Fault(
                        6,
                        "an unknown group",
                        patched(dh, dh.offset(dh.indexOf(DhPayload.class)) + 1, 9),
                        ErrorNumbersTest::diffieHellman),
                new Fault(
                        7,
                        "a message for another",
                        offer(request().responder(CAROL).build()).octets(),
                        pk),
                new Fault(
                        7,
                        "an identity of an unknown type",
                        signed(asking, replacing(IdPayload.class, id -> new IdPayload(9, ALICE.idData()))),
                        message -> rsarForAnyone(message)),
                new Fault(
                        8,
                        "a certificate that nobody trusts",
                        signed(offer, replacing(CertPayload.class, c -> stranger)),
                        pk),
                new Fault(9, "a protocol that is not SRTP", withPolicy(SpPayload.of(0, 1, List.of())), pk),
                new Fault(
                        10,
                        "an unknown cipher of SRTP",
                        withPolicy(SpPayload.of(0, 0, List.of(PolicyParameter.of(0, 99)))),
                        pk),
                new Fault(11, "a message of another mode", dh.octets(), pk),
                new Fault(
                        12,
                        "no RAND",
                        signed(
                                offer,
                                p -> p.stream()
                                        .filter(payload -> !(payload instanceof RandPayload))
                                        .toList()),
                        pk),
                new Fault(
                        12,
                        "octets that end too soon",
                        offer.octets().slice(0, offer.octets().length() - 1),
                        pk),
                new Fault(
                        13,
                        "octets that end too soon, in RSA-R",
                        asking.octets().slice(0, asking.octets().length() - 1),
                        ErrorNumbersTest::rsar));
    }

    /** IDr is changed too, so that the Responder must be of that name. */
    private static ResponderResult rsarForAnyone(Octets message) {
        return new RsarResponder(
                        SETTINGS,
                        local(new IdPayload(9, ALICE.idData()), BOB_CERT),
                        trust(),
                        replays(),
                        RsarJudge.acceptFirst(cs -> 1),
                        EnvelopePadding.PKCS1_V1_5)
                .receive(message, Octets.EMPTY);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    @Proves("R3830-5.1.2-01")
    void isSentForItsCause(Fault fault) {
        Rejected refused = (Rejected) fault.responder.apply(fault.message);
        MikeyMessage error = refused.errorMessage().orElseThrow();
        CommonHeader asked = MikeyMessage.inspect(fault.message, SETTINGS.decodeOptions())
                .message()
                .orElseThrow()
                .header();

        assertThat(refused.errorNo()).as(refused.detail()).isEqualTo(fault.errorNo);
        assertThat(error.header().dataType()).isEqualTo(DataType.ERROR);
        assertThat(error.header().csbId()).isEqualTo(asked.csbId());
        assertThat(error.payloads(ErrPayload.class)).containsExactly(new ErrPayload(fault.errorNo));
    }

    /** 14 and 15 are of tickets (RFC 6043). */
    @Test
    void noNumberIsForgotten() {
        assertThat(faults().map(Fault::errorNo).distinct().sorted())
                .isEqualTo(IntStream.rangeClosed(0, 13).boxed().toList());
    }
}
