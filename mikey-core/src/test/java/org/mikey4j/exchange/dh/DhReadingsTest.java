package org.mikey4j.exchange.dh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.ALICE_CERT;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.BOB_CERT;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.answered;
import static org.mikey4j.testing.Peers.established;
import static org.mikey4j.testing.Peers.kinds;
import static org.mikey4j.testing.Peers.local;
import static org.mikey4j.testing.Peers.rejected;
import static org.mikey4j.testing.Peers.reply;
import static org.mikey4j.testing.Peers.request;
import static org.mikey4j.testing.Peers.signer;
import static org.mikey4j.testing.Peers.trust;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.InMemoryCounterLog;
import org.mikey4j.testing.Peers;

/** What RFC 3830 leaves open for Diffie-Hellman: our reading, and the others by name. */
class DhReadingsTest {
    private static final String XI = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private static final String XR = "4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60";

    private static ExchangeSettings accepting(Compatibility... departures) {
        return ExchangeSettings.builder(CLOCK, RANDOM).accept(departures).build();
    }

    private static DhPolicy groups(String exponent) {
        return new DhPolicy(
                Set.of(DhGroup.OAKLEY_5, DhGroup.OAKLEY_1),
                group -> DhHalfKey.of(group, JcaAlgorithms.PLATFORM, SecretBytes.copyOf(Octets.ofHex(exponent))));
    }

    private static DhInitiator initiator(ExchangeSettings settings, String exponent) {
        return new DhInitiator(settings, groups(exponent), local(ALICE, ALICE_CERT), trust());
    }

    private static DhResponder responder(ExchangeSettings settings, String exponent, CounterLog counters) {
        return new DhResponder(
                settings,
                groups(exponent),
                local(BOB, BOB_CERT),
                trust(),
                Peers.replays(),
                OfferJudge.acceptSupported(csId -> 7),
                counters);
    }

    private static DhResponder responder(ExchangeSettings settings, String exponent) {
        return responder(settings, exponent, CounterLog.NONE);
    }

    private static OfferRequest.Builder given() {
        return request().csbId(0x01234567L).rand(Octets.ofHex("101112131415161718191a1b1c1d1e1f"));
    }

    private static Octets firstTek(SecurityAssociation association) {
        return Octets.copyOf(
                association.cryptoSessions().get(0).keys().get(0).tek().toByteArray());
    }

    private static List<String> rules(SecurityAssociation association) {
        return association.diagnostics().stream().map(Diagnostic::rule).toList();
    }

    /** The TEKs were computed independently: the standard's, and that of a PRF with an empty last block. */
    @Test
    void theLastBlockOfTheTgkIsWholeUnlessTheOptionHasItEmpty() {
        DhPendingOffer offer = initiator(accepting(), XI).offer(DhGroup.OAKLEY_5, given().build());
        SecurityAssociation standard = answered(
                        responder(accepting(), XR).receive(offer.message().octets(), Octets.EMPTY))
                .association();
        SecurityAssociation lenient = answered(responder(accepting(Compatibility.PRF_EMPTY_LAST_BLOCK), XR)
                        .receive(offer.message().octets(), Octets.EMPTY))
                .association();

        assertThat(firstTek(standard)).isEqualTo(Octets.ofHex("9b4a450fa5390ffc2669a719ef95b8e4"));
        assertThat(standard.diagnostics()).isEmpty();
        assertThat(firstTek(lenient)).isEqualTo(Octets.ofHex("730f326419d8d96dbd85eded87cf37d5"));
        assertThat(rules(lenient)).containsExactly("PRF_EMPTY_LAST_BLOCK");

        DhPendingOffer byRequest = initiator(accepting(), XI)
                .offer(
                        DhGroup.OAKLEY_5,
                        given().prf(Prf.MIKEY_1_EMPTY_LAST_BLOCK).build());
        Octets answer =
                reply(responder(accepting(), XR).receive(byRequest.message().octets(), Octets.EMPTY));
        assertThat(firstTek(established(byRequest.receive(answer)))).isEqualTo(firstTek(lenient));
    }

    /** An exponent with which the common value begins with a zero octet, found by counting up. */
    private static String exponentOfShortTgk(BigInteger publicValue) {
        BigInteger p = DhGroup.OAKLEY_1.prime();
        BigInteger limit = BigInteger.ONE.shiftLeft(8 * (DhGroup.OAKLEY_1.octets() - 1));
        BigInteger step = publicValue;
        BigInteger value = publicValue;
        for (int x = 2; ; x++) {
            value = value.multiply(step).mod(p);
            if (value.compareTo(limit) < 0) {
                return String.format("%08x", x);
            }
        }
    }

    @Test
    void theTgkIsAsLongAsThePrimeUnlessAnOptionHasItOtherwise() {
        BigInteger y = new BigInteger(
                1,
                DhHalfKey.of(DhGroup.OAKLEY_1, JcaAlgorithms.PLATFORM, SecretBytes.copyOf(Octets.ofHex(XI)))
                        .publicValue()
                        .toByteArray());
        String exponent = exponentOfShortTgk(y);
        byte[] tgk =
                y.modPow(new BigInteger(exponent, 16), DhGroup.OAKLEY_1.prime()).toByteArray();
        byte[] number = tgk[0] == 0 ? Arrays.copyOfRange(tgk, 1, tgk.length) : tgk;
        byte[] padded = new byte[96];
        System.arraycopy(number, 0, padded, 96 - number.length, number.length);

        assertTgk(exponent, padded, List.of());
        assertTgk(
                exponent, number, List.of("DH_TGK_WITHOUT_LEADING_ZEROS"), Compatibility.DH_TGK_WITHOUT_LEADING_ZEROS);
        assertTgk(
                exponent, Arrays.copyOf(number, 96), List.of("DH_TGK_LEFT_ALIGNED"), Compatibility.DH_TGK_LEFT_ALIGNED);
        // Where there is no zero octet, all readings are the same, and nothing is noteworthy.
        SecurityAssociation usual = exchange(XR, accepting(Compatibility.DH_TGK_LEFT_ALIGNED), DhGroup.OAKLEY_5);
        assertThat(usual.diagnostics()).isEmpty();
    }

    private static void assertTgk(String exponent, byte[] tgk, List<String> rules, Compatibility... departures) {
        SecurityAssociation association = exchange(exponent, accepting(departures), DhGroup.OAKLEY_1);

        assertThat(association.keys().get(0).key().toByteArray()).isEqualTo(tgk);
        assertThat(rules(association)).isEqualTo(rules);
    }

    /** An exchange in which both ends have the settings; the Initiator's side of it. */
    private static SecurityAssociation exchange(String responderExponent, ExchangeSettings settings, DhGroup group) {
        DhPendingOffer offer = initiator(settings, XI).offer(group, given().build());
        var answered = answered(
                responder(settings, responderExponent).receive(offer.message().octets(), Octets.EMPTY));
        SecurityAssociation ours =
                established(offer.receive(answered.reply().orElseThrow().octets()));
        assertThat(ours.keys()).isEqualTo(answered.association().keys());
        assertThat(rules(ours)).isEqualTo(rules(answered.association()));
        return ours;
    }

    private static Octets headless(MikeyMessage message, MessageSigner signer) {
        Octets signature = signer.sign(Signatures.coveredWithoutHeader(message));
        return message.withLast(new SignPayload(signer.sType(), signature)).octets();
    }

    @Test
    void aSignatureWithoutItsHeaderIsAcceptedOnlyByName() {
        ExchangeSettings lenient = accepting(Compatibility.SIGNATURE_WITHOUT_SIGN_HEADER);
        MikeyMessage message = initiator(accepting(), XI)
                .offer(DhGroup.OAKLEY_5, given().build())
                .message();
        Octets other = headless(message, signer(ALICE_CERT));

        rejected(responder(accepting(), XR).receive(other, Octets.EMPTY), RejectReason.AUTHENTICATION_FAILED);
        assertThat(rules(answered(responder(lenient, XR).receive(other, Octets.EMPTY))
                        .association()))
                .containsExactly("SIGNATURE_WITHOUT_SIGN_HEADER");

        DhPendingOffer offer = initiator(lenient, XI).offer(DhGroup.OAKLEY_5, given().build());
        MikeyMessage answer = answered(
                        responder(accepting(), XR).receive(offer.message().octets(), Octets.EMPTY))
                .reply()
                .orElseThrow();
        assertThat(rules(established(offer.receive(headless(answer, signer(BOB_CERT))))))
                .containsExactly("SIGNATURE_WITHOUT_SIGN_HEADER");
    }

    @Test
    void countersAreAcceptedWhereTheyAreKeptAndOnlyUpwards() {
        CounterLog counters = new InMemoryCounterLog(4);
        DhResponder keeping = responder(accepting(), XR, counters);
        Octets five = counted(5);

        assertThat(answered(keeping.receive(five, Octets.EMPTY)).association().csbId())
                .isEqualTo(0x01234567L);
        rejected(keeping.receive(five, Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
        rejected(keeping.receive(counted(4), Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
        assertThat(answered(keeping.receive(counted(6), Octets.EMPTY)).reply()).isPresent();
        rejected(responder(accepting(), XR).receive(counted(7), Octets.EMPTY), RejectReason.TIMESTAMP_NOT_NEWER);
    }

    private static Octets counted(long counter) {
        return initiator(accepting(), XI)
                .offer(
                        DhGroup.OAKLEY_5,
                        given().timestamp(new TPayload(TsType.COUNTER, counter)).build())
                .message()
                .octets();
    }

    /** An Initiator that did not know Bob's certificate can tell his error only if it comes with it. */
    @Test
    void aSignedErrorCarriesCertificatesIfTheSettingsSaySo() {
        for (boolean certificates : new boolean[] {false, true}) {
            ExchangeSettings settings = ExchangeSettings.builder(CLOCK, RANDOM)
                    .certificatesInErrors(certificates)
                    .build();
            DhResponder refusing = new DhResponder(
                    settings,
                    groups(XR),
                    local(BOB, BOB_CERT),
                    trust(),
                    Peers.replays(),
                    offer -> new OfferJudge.Verdict.Refuse(RejectReason.POLICY_REFUSED, "no", List.of()));
            DhPendingOffer offer = initiator(accepting(), XI).offer(DhGroup.OAKLEY_5, given().build());
            MikeyMessage error = rejected(
                            refusing.receive(offer.message().octets(), Octets.EMPTY), RejectReason.POLICY_REFUSED)
                    .errorMessage()
                    .orElseThrow();
            Rejected told = rejected(offer.receive(error.octets()), RejectReason.PEER_ERROR);

            assertThat(kinds(error))
                    .isEqualTo(certificates ? List.of("T", "Id", "Cert", "Err", "Sign") : List.of("T", "Err", "Sign"));
            assertThat(told.errorNo()).isEqualTo(ErrorNo.INVALID_SPPAR);
            assertThat(told.authenticated()).isEqualTo(certificates);
        }
    }

    /** Carol is trusted, but she is not whom Alice called. */
    @Test
    void aSignedErrorOfAnotherIsOnlyAHint() {
        DhPendingOffer offer = initiator(accepting(), XI).offer(DhGroup.OAKLEY_5, given().build());
        MikeyMessage message = offer.message();
        MikeyMessage error = Signatures.signError(
                MikeyMessage.encode(
                        new CommonHeader(6, false, 0, message.header().csbId(), CsIdMap.srtp()),
                        List.of(message.payload(TPayload.class).orElseThrow(), new ErrPayload(0))),
                local(ALICE, ALICE_CERT),
                ExchangeSettings.builder(CLOCK, RANDOM)
                        .certificatesInErrors(true)
                        .build());

        assertThat(rejected(offer.receive(error.octets()), RejectReason.PEER_ERROR)
                        .authenticated())
                .isFalse();
    }

    @Test
    void anUnknownGroupIsToldByItsNumber() {
        MikeyMessage message = initiator(accepting(), XI)
                .offer(DhGroup.OAKLEY_5, given().build())
                .message();
        byte[] octets = message.octets().toByteArray();
        octets[message.offset(message.indexOf(DhPayload.class)) + 1] = 9;

        Rejected refused = rejected(
                responder(accepting(), XR).receive(Octets.copyOf(octets), Octets.EMPTY), RejectReason.UNSUPPORTED_DH);

        assertThat(refused.errorNo()).isEqualTo(ErrorNo.INVALID_DH);
        assertThat(refused.errorMessage()).isPresent();
    }
}
