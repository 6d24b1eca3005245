package org.mikey4j.exchange.dhhmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.CLOCK;
import static org.mikey4j.testing.Peers.RANDOM;
import static org.mikey4j.testing.Peers.answered;
import static org.mikey4j.testing.Peers.established;
import static org.mikey4j.testing.Peers.rejected;
import static org.mikey4j.testing.Peers.reply;
import static org.mikey4j.testing.Peers.request;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.WitnessResult;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SecondPrf;

/** Who may take what for the MAC of a message of DHHMAC, with MACs that are computed here and not by the library. */
class DhHmacReadingsTest {
    private static final DhPolicy GROUPS = DhPolicy.of(RANDOM);
    private static final SecretBytes PSK = SecretBytes.copyOf(Octets.ofHex("000102030405060708090a0b0c0d0e0f"));
    private static final ExchangeSettings STRICT =
            ExchangeSettings.builder(CLOCK, RANDOM).build();
    private static final ExchangeSettings PRINTED = ExchangeSettings.builder(CLOCK, RANDOM)
            .accept(Compatibility.DHHMAC_NUMBERS_AS_PRINTED)
            .build();
    private static final int MAC_OCTETS = 20;

    private final DhHmacPendingOffer offer = new DhHmacInitiator(STRICT, GROUPS)
            .offer(PSK, DhGroup.OAKLEY_5, request().build());

    private static DhHmacResponder responder(ExchangeSettings settings) {
        return new DhHmacResponder(
                settings,
                GROUPS,
                BOB,
                PskLookup.of(PskPeer.of(PSK)),
                Peers.replays(),
                OfferJudge.acceptSupported(csId -> 7));
    }

    private Octets answer() {
        return reply(responder(STRICT).receive(offer.message().octets(), Octets.EMPTY));
    }

    /** The message with the right MAC over all that stands before it. */
    private Octets maced(byte[] octets, int keyOctets) {
        Octets rand = offer.message().payload(RandPayload.class).orElseThrow().rand();
        long csbId = offer.message().header().csbId();
        byte[] label = Octets.ofHex("2d22ac75ff" + String.format("%08x", csbId) + rand.toHex())
                .toByteArray();
        HMac hmac = new HMac(new SHA1Digest());
        hmac.init(new KeyParameter(SecondPrf.derive(true, PSK.toByteArray(), label, keyOctets)));
        hmac.update(octets, 0, octets.length - MAC_OCTETS);
        hmac.doFinal(octets, octets.length - MAC_OCTETS);
        return Octets.copyOf(octets);
    }

    /** The message with the algorithm numbers that RFC 4650, 4.2 prints. */
    private Octets printed(Octets message) {
        byte[] octets = message.toByteArray();
        octets[octets.length - 24] = 2;
        octets[octets.length - 21] = 0;
        return maced(octets, MAC_OCTETS);
    }

    private WitnessResult witness(ExchangeSettings settings, Octets answer) {
        return new DhHmacWitness(settings).receive(PSK, offer.message(), ALICE, answer);
    }

    @Test
    void aWitnessWithTheKeyTellsARightAnswerFromAWrongOne() {
        Octets answer = answer();
        byte[] forged = answer.toByteArray();
        forged[forged.length - 1] ^= 1;

        assertThat(witness(STRICT, answer)).isEqualTo(new WitnessResult.Authentic(BOB, List.of()));
        rejected(witness(STRICT, Octets.copyOf(forged)), RejectReason.AUTHENTICATION_FAILED);
        try (SecretBytes other = SecretBytes.wrap(new byte[16])) {
            rejected(
                    new DhHmacWitness(STRICT).receive(other, offer.message(), ALICE, answer),
                    RejectReason.AUTHENTICATION_FAILED);
        }
    }

    @Test
    void aWitnessTakesThePrintedNumbersOnlyByName() {
        Octets printed = printed(answer());

        rejected(witness(STRICT, printed), RejectReason.MALFORMED);
        assertThat(witness(PRINTED, printed))
                .isInstanceOfSatisfying(
                        WitnessResult.Authentic.class,
                        authentic -> assertThat(authentic.diagnostics())
                                .extracting(Diagnostic::rule)
                                .containsExactly("DHHMAC_NUMBERS_AS_PRINTED"));
        assertThat(witness(PRINTED, answer())).isEqualTo(new WitnessResult.Authentic(BOB, List.of()));
        byte[] forged = printed.toByteArray();
        forged[forged.length - 1] ^= 1;
        rejected(witness(PRINTED, Octets.copyOf(forged)), RejectReason.AUTHENTICATION_FAILED);
    }

    @Test
    void aWitnessNeedsAMessageThatHasAMac() {
        List<Payload> payloads = new ArrayList<>(offer.message().payloads());
        payloads.set(payloads.size() - 1, new KemacPayload(0, Octets.EMPTY, MacAlg.NULL, Octets.EMPTY));
        MikeyMessage none = MikeyMessage.encode(offer.message().header(), payloads);

        assertThatThrownBy(() -> new DhHmacWitness(STRICT).receive(PSK, none, ALICE, answer()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("message: no MAC");
    }

    @Test
    void anErrorMessageWithThePrintedNumbersIsAuthenticOnlyByName() {
        DhHmacPendingOffer lenient =
                new DhHmacInitiator(PRINTED, GROUPS).offer(PSK, DhGroup.OAKLEY_5, requestOfThisBundle());
        MikeyMessage error = rejected(
                        new DhHmacResponder(
                                        STRICT,
                                        GROUPS,
                                        BOB,
                                        PskLookup.of(PskPeer.of(PSK)),
                                        Peers.replays(),
                                        asked -> new OfferJudge.Verdict.Refuse(
                                                RejectReason.POLICY_REFUSED, "not this", List.of()))
                                .receive(offer.message().octets(), Octets.EMPTY),
                        RejectReason.POLICY_REFUSED)
                .errorMessage()
                .orElseThrow();
        Octets printed = printed(error.octets());

        Rejected told = rejected(lenient.receive(printed), RejectReason.PEER_ERROR);

        assertThat(told.errorNo()).isEqualTo(ErrorNo.INVALID_SPPAR);
        assertThat(told.authenticated()).isTrue();
        rejected(offer.receive(printed), RejectReason.MALFORMED);
    }

    private OfferRequest requestOfThisBundle() {
        return request()
                .csbId(offer.message().header().csbId())
                .rand(offer.message().payload(RandPayload.class).orElseThrow().rand())
                .timestamp(offer.message().payload(TPayload.class).orElseThrow())
                .build();
    }

    /** 10 octets of header and 25 of KEMAC, of which the MAC is the last 20. */
    @ParameterizedTest
    @CsvSource({
        "01080015 01020304 00 00 00 02 0000 00, 20, true",
        "01070015 01020304 00 00 00 02 0000 00, 20, true",
        "01060000 01020304 00 00 00 02 0000 00, 20, true",
        "01000015 01020304 00 00 00 02 0000 00, 20, false",
        "01070015 01020304 00 00 00 00 0000 00, 20, false",
        "01070015 01020304 00 00 00 02 0000 01, 20, false",
        "01070015 01020304 00 00 00 02 0100 00, 20, false",
        "01070015 01020304 00 00 00 02 0001 00, 20, false",
        "01070015 01020304 00 00 01 02 0000 00, 20, false",
        "01070015 01020304 00 00 00 02 0000 00, 19, false",
        "01, 0, false"
    })
    void theEndOfAMessageTellsThePrintedNumbers(String start, int macOctets, boolean printed) {
        Octets message = Octets.ofHex(start.replace(" ", "") + "00".repeat(macOctets));

        assertThat(PrintedNumbers.isPrinted(message)).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource({"1,''", "0,00"})
    @Proves("R4650-4.2-02")
    void anAnswerWhoseKemacHoldsMoreThanTheMacIsRefused(int encrAlg, String data) {
        MikeyMessage answer = MikeyMessage.decode(answer().toByteArray());
        List<Payload> payloads = new ArrayList<>(answer.payloads());
        payloads.set(
                payloads.size() - 1,
                new KemacPayload(
                        encrAlg, Octets.ofHex(data), MacAlg.HMAC_SHA_1_160, Octets.copyOf(new byte[MAC_OCTETS])));
        Octets more =
                maced(MikeyMessage.encode(answer.header(), payloads).octets().toByteArray(), MAC_OCTETS);

        rejected(offer.receive(more), RejectReason.AUTHENTICATION_FAILED);
        rejected(witness(STRICT, more), RejectReason.AUTHENTICATION_FAILED);
        established(offer.receive(answer.octets()));
    }

    /** The same message has a second right MAC where keys of 128 bits are accepted too. */
    @Test
    @Proves("R4650-3-08")
    void aMessageWithAnotherRightMacIsTheSameMessage() {
        DhHmacResponder lenient = responder(ExchangeSettings.builder(CLOCK, RANDOM)
                .accept(Compatibility.AUTH_KEY_128)
                .build());
        Octets second = maced(offer.message().octets().toByteArray(), 16);
        assertThat(maced(offer.message().octets().toByteArray(), MAC_OCTETS))
                .isEqualTo(offer.message().octets());

        answered(lenient.receive(offer.message().octets(), Octets.EMPTY));

        rejected(lenient.receive(second, Octets.EMPTY), RejectReason.REPLAYED);
    }

    @Test
    void closingAPendingOfferWipesItsKeysAndThoseThatProtectIt() {
        Octets answer = answer();
        SecurityAssociation ours = established(offer.receive(answer));

        offer.close();

        assertThatThrownBy(() -> offer.receive(answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the key was wiped");
        assertThat(ours.protectionKey()).as("its own copy").isEqualTo(PSK);
    }
}
