package org.mikey4j.cli.carrier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.capture.CaptureInput;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

class CarrierReaderTest {
    private static final Octets MESSAGE = Octets.ofHex("0106000100000000000005000b");
    private static final String BASE64 = "AQYAAQAAAAAAAAUACw==";

    private static List<Carried> read(byte[] bytes) throws IOException {
        return CarrierReader.read("in", CaptureInput.of(new ByteArrayInputStream(bytes)).stream());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0106000100000000000005000b",
                "01 06 00 01 00 00 00 00 00 00 05 00 0B\n",
                "01:06:00:01:00:00:00:00:00:00:05:00:0b",
                "0x0106000100000000000005000b",
                "0x01, 0x06, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x00, 0x0b",
                "010600010000\n00000000 05000b",
            })
    void hexInEverySpelling(String text) throws IOException {
        assertThat(read(text.getBytes(UTF_8))).singleElement().satisfies(carried -> {
            assertThat(carried.message()).isEqualTo(MESSAGE);
            assertThat(carried.carrier()).isEqualTo("hex");
            assertThat(carried.source()).isEqualTo("in");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE64, "\n" + BASE64 + "\n", "mikey " + BASE64})
    void base64(String text) throws IOException {
        assertThat(read(text.getBytes(UTF_8))).singleElement().satisfies(carried -> {
            assertThat(carried.message()).isEqualTo(MESSAGE);
            assertThat(carried.carrier()).isEqualTo("base64");
        });
    }

    @Test
    void rawOctetsAndCompressedOnes() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(BASE64.getBytes(UTF_8));
        }

        assertThat(read(MESSAGE.toByteArray())).singleElement().satisfies(carried -> {
            assertThat(carried.message()).isEqualTo(MESSAGE);
            assertThat(carried.carrier()).isEqualTo("raw octets");
        });
        assertThat(read(zipped.toByteArray())).extracting(Carried::message).containsExactly(MESSAGE);
    }

    @Test
    void aSipMessageWithKeysAtBothLevels() throws IOException {
        String sip = String.join(
                "\r\n",
                "INVITE sip:bob@example.org SIP/2.0",
                "Content-Type: application/sdp",
                "",
                "v=0",
                "a=key-mgmt:mikey " + BASE64,
                "m=audio 1 RTP/SAVP 0",
                "a=key-mgmt:other AQID",
                "a=key-mgmt:mikey " + BASE64.replace("=", ""));

        List<Carried> found = read(sip.getBytes(UTF_8));

        assertThat(found).extracting(Carried::source).containsExactly("in:5", "in:8");
        assertThat(found)
                .extracting(Carried::carrier)
                .containsExactly("a=key-mgmt, session", "a=key-mgmt, media 0 (RTP/SAVP)");
        assertThat(found.get(1).prtclIds()).containsExactly("other", "mikey");
        assertThat(found.get(1).message()).isEqualTo(MESSAGE);
        assertThat(found.get(1).diagnostics()).extracting(Diagnostic::rule).containsExactly("BASE64_PADDING");
    }

    @Test
    void anRtspSetupAndAnOnvifReKeying() throws IOException {
        String rtsp = "SETUP rtsp://cam/1 RTSP/1.0\r\nCSeq: 3\r\nKeyMgmt: prot=mikey; uri=\"\"; data=\"" + BASE64
                + "\"\r\n\r\nSET_PARAMETER rtsp://cam/ RTSP/1.0\r\n\r\nmikey: " + BASE64 + "\r\n";

        assertThat(read(rtsp.getBytes(UTF_8)))
                .extracting(Carried::source, Carried::carrier, Carried::message)
                .containsExactly(tuple("in:3", "KeyMgmt header", MESSAGE), tuple("in:7", "mikey parameter", MESSAGE));
    }

    @Test
    void aLogWithTimeStampsAndABareHeaderValue() throws IOException {
        String log =
                "12:00:01.5 DEBUG  a=key-mgmt:mikey " + BASE64 + "\n12:00:02 keymgmt: prot=GET-M-KEY; data=\"AQID\"\n";

        assertThat(read(log.getBytes(UTF_8))).extracting(Carried::source).containsExactly("in:1");
        assertThat(read(("prot=mikey;uri=\"\";data=\"" + BASE64 + "\"").getBytes(UTF_8)))
                .extracting(Carried::message)
                .containsExactly(MESSAGE);
    }

    @Test
    void aPlaceholderFromADocumentIsNamed() throws IOException {
        assertThat(read("a=key-mgmt:mikey AQAFgM0XflAB...".getBytes(UTF_8)))
                .singleElement()
                .satisfies(carried -> {
                    assertThat(carried.isReadable()).isFalse();
                    assertThat(carried.diagnostics())
                            .extracting(Diagnostic::rule)
                            .containsExactly("DOCUMENTATION_PLACEHOLDER");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "hello, world", "m=audio 1 RTP/SAVP 0\r\na=crypto:1 X inline:y\r\n", "0106 0"})
    void whatHoldsNoMessageGivesNone(String text) throws IOException {
        assertThat(read(text.getBytes(UTF_8))).isEmpty();
    }
}
