package org.mikey4j.exchange.psk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

/**
 * The exchange that RFC 4567 prints in section 5.1, with the key "0123456789ABCDEF". Its one departure from RFC 3830 is an
 * authentication key of 128 bits.
 */
class PskGoldenSampleTest {
    private static final Octets I_MESSAGE = base64(
            "AQAFgM0XflABAAAAAAAAAAAAAAsAyONQ6gAAAAAGEEoo2pee4hp2UaDX8ZE22YwKAAAPZG9uYWxk"
                    + "QGR1Y2suY29tAQAAAAAAAQAk0JKpgaVkDaawi9whVBtBt0KZ14ymNuu62+Nv3ozPLygwK/GbAV9iemnGUIZ19fWQUOSrzKTAv9zV");
    private static final Octets R_MESSAGE = base64(
            "AQEFgM0XflABAAAAAAAAAAAAAAYAyONQ6gAAAAAJAAAQbWlja2V5QG1vdXNlLmNvbQABn8HdGE5BMDXFIuGE" + "ga+62AgY5cc=");
    private static final Instant THEN = NtpTime.toInstant(0xc8e350ea00000000L, Instant.parse("2006-07-01T00:00:00Z"));

    private final SecretBytes psk = SecretBytes.copyOf("0123456789ABCDEF".getBytes(US_ASCII));
    private final ExchangeSettings lenient =
            PskFixture.settings(THEN).accept(Compatibility.AUTH_KEY_128).build();

    private static Octets base64(String text) {
        return Octets.copyOf(Base64.getDecoder().decode(text));
    }

    private ResponderResult receive(ExchangeSettings settings, PskPeer peer) {
        return new PskResponder(
                        settings, PskLookup.of(peer), new PskFixture.Replays(), OfferJudge.acceptSupported(csId -> 0))
                .receive(I_MESSAGE, Octets.EMPTY);
    }

    private static void assertKeys(SecurityAssociation association) {
        HexFormat hex = HexFormat.of();
        assertThat(association.cryptoSessions()).singleElement().satisfies(cs -> {
            assertThat(cs.csId()).isEqualTo(1);
            assertThat(hex.formatHex(cs.keys().get(0).tek().toByteArray()))
                    .isEqualTo("dee87fcb250c46cd3c1bfb9da1741429");
            assertThat(hex.formatHex(cs.keys().get(0).salt().toByteArray())).isEqualTo("980c97f9e383702749ea07332578");
        });
    }

    @Test
    @Proves("R3830-3.1-01")
    void theResponderAcceptsItAndAnswersWithThePrintedVerification() {
        PskPeer peer = new PskPeer(psk, Optional.empty(), Optional.of(IdPayload.nai("mickey@mouse.com")));

        ResponderResult.Established established = (ResponderResult.Established) receive(lenient, peer);

        assertKeys(established.association());
        assertThat(established.association().diagnostics())
                .extracting(Diagnostic::rule)
                .containsExactly("AUTH_KEY_128");
        // The printed answer has V = 1 in its header, which has no meaning there; otherwise it is the same message.
        byte[] ours = established.reply().orElseThrow().octets().toByteArray();
        byte[] printed = R_MESSAGE.toByteArray();
        assertThat(ours).hasSameSizeAs(printed);
        assertThat(ours[3]).isEqualTo((byte) 0);
        assertThat(printed[3]).isEqualTo((byte) 0x80);
        ours[3] = printed[3];
        assertThat(Arrays.copyOf(ours, 51)).isEqualTo(Arrays.copyOf(printed, 51));
    }

    @Test
    @Proves({"R3830-3.1-08", "R3830-5.2-04"})
    void theInitiatorAcceptsThePrintedVerification() {
        PskPendingOffer offer = new PskInitiator(lenient).resume(psk, MikeyMessage.decode(I_MESSAGE.toByteArray()));

        InitiatorResult.Established established = (InitiatorResult.Established) offer.receive(R_MESSAGE);

        assertKeys(established.association());
        assertThat(established.association().responder().orElseThrow().text()).isEqualTo("mickey@mouse.com");
    }

    @Test
    @Proves("R3830-4.2.4-02")
    void withoutTheOptionTheStandardIsKept() {
        ResponderResult result = receive(PskFixture.settings(THEN).build(), PskPeer.of(psk));

        assertThat(((Rejected) result).reason()).isEqualTo(RejectReason.AUTHENTICATION_FAILED);
    }
}
