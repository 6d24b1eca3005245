package org.mikey4j.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

class SdpTest {
    private static final String OFFER = "AQAFgM0XflABAAAAAAAAAAAAAAsAyONQ6gAAAAAGEEoo2pee4hp2UaDX8ZE22YwKAAAPZG9uYWxk"
            + "QGR1Y2suY29tAQAAAAAAAQAk0JKpgaVkDaawi9whVBtBt0KZ14ymNuu62+Nv3ozPLygwK/GbAV9iemnGUIZ19fWQUOSrzKTAv9zV";
    private static final Octets DATA = Octets.ofHex("010203");

    static String sdp(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    @Test
    @DisplayName("R4567-3.1-01, R4567-3.1-02: media level overrides session level")
    void mediaLevelOverridesSessionLevel() {
        Sdp sdp = Sdp.parse(sdp(
                "v=0",
                "o=alice 1 1 IN IP4 192.0.2.1",
                "s=-",
                "t=0 0",
                "a=key-mgmt:mikey " + OFFER,
                "m=audio 49000 RTP/SAVP 98",
                "a=rtpmap:98 AMR/8000",
                "m=video 2232 RTP/SAVP 31",
                "a=key-mgmt:other AQID",
                "a=key-mgmt:mikey AQID"));

        assertThat(sdp.media()).extracting(SdpSection::profile).containsExactly("RTP/SAVP", "RTP/SAVP");
        assertThat(sdp.effective(0)).contains(sdp.session());
        assertThat(sdp.effective(1).orElseThrow().prtclIds()).containsExactly("other", "mikey");
        KeyMgmtAttribute attribute = sdp.session().attributes().get(0);
        assertThat(attribute.line()).isEqualTo(5);
        assertThat(attribute.diagnostics()).isEmpty();
        assertThat(MikeyMessage.decode(attribute.data().octets().toByteArray())
                        .header()
                        .csbId())
                .isEqualTo(0xcd177e50L);
    }

    @Test
    void aTextWithSeveralDescriptionsIsSeveral() {
        String log = sdp("INVITE", "v=0", "a=key-mgmt:mikey AQID", "m=audio 1 RTP/SAVP 0")
                + sdp("200", "v=0", "s=-", "m=audio 2 RTP/SAVP 0", "a=key-mgmt:mikey BAUG");

        List<Sdp> all = Sdp.parseAll(log);

        assertThat(all).extracting(s -> s.media().size()).containsExactly(0, 1, 1);
        assertThat(all.get(1).session().attributes())
                .extracting(KeyMgmtAttribute::line)
                .containsExactly(3);
        assertThat(all.get(2).session().attributes()).isEmpty();
        assertThat(all.get(2).section(0).attributes())
                .extracting(KeyMgmtAttribute::line)
                .containsExactly(9);
        assertThat(log.substring(
                        all.get(2).section(0).start(), all.get(2).section(0).end()))
                .startsWith("m=audio 2");
        assertThat(Sdp.parseAll("")).hasSize(1);
    }

    @Test
    void aSpaceAfterTheColonIsInTheGrammar() {
        assertThat(Sdp.parse("a=key-mgmt: mikey AQID\r\n").session().attributes())
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.prtclId()).isEqualTo("mikey");
                    assertThat(a.diagnostics()).isEmpty();
                });
    }

    @Test
    void oddSpellingIsReadWithADiagnostic() {
        Sdp sdp = Sdp.parse("A=Key-Mgmt:  mikey\tAQID\n");

        assertThat(sdp.session().attributes().get(0).data().octets()).isEqualTo(DATA);
        assertThat(sdp.session().attributes().get(0).diagnostics())
                .extracting(Diagnostic::rule)
                .containsExactly("NAME_CASE", "STRAY_WHITE_SPACE", "STRAY_WHITE_SPACE");
    }

    @Test
    @DisplayName("R4567-3-02: the protocol is compared with regard to case")
    void theProtocolIsComparedWithRegardToCase() {
        assertThat(Sdp.parse("a=key-mgmt:MIKEY AQID\r\n").attributes().get(0).isMikey())
                .isFalse();
    }

    @Test
    void dataFoldedOverLinesIsReadAndTheLinesThatFollowAreSeen() {
        Sdp sdp = Sdp.parse("v=0\r\na=key-mgmt:mikey AQ\r\n  IDBA\r\nUGBw==\r\na=sendrecv\r\na=key-mgmt:x AQID\r\n");

        assertThat(sdp.attributes()).extracting(KeyMgmtAttribute::line).containsExactly(2, 6);
        assertThat(sdp.attributes().get(0).data().octets()).isEqualTo(Octets.ofHex("01020304050607"));
        assertThat(sdp.withoutAttributes()).isEqualTo("v=0\r\na=sendrecv\r\n");
    }

    /** Lines that cannot be SDP belong to the data above them; what could be a line of its own does not. */
    @ParameterizedTest(name = "[{0}]")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BAUG|AQID BAUG",
                "BAU+|AQID BAU+",
                "AZaz09+/|AQID AZaz09+/",
                "A=|AQID A=",
                "` B`|AQID  B",
                "a=BA|AQID",
                "z=BA|AQID",
                "=|AQID",
                "BA@G|AQID",
                "BA[G|AQID",
                "BA`````G|AQID",
                "BA{G|AQID",
                "BA:G|AQID",
                "BA-G|AQID",
                "BA.G|AQID"
            })
    void whatBelongsToFoldedData(String line, String text) {
        Sdp sdp = Sdp.parse("v=0\na=key-mgmt:mikey AQID\n" + line + "\nt=0 0\n");

        assertThat(sdp.attributes())
                .singleElement()
                .satisfies(attribute ->
                        assertThat(attribute.data().text().replace('\n', ' ')).isEqualTo(text));
    }

    @Test
    void nothingFollowsPadding() {
        Sdp sdp = Sdp.parse("a=key-mgmt:mikey AQ==\nBAUG\n");

        assertThat(sdp.attributes().get(0).data().octets()).isEqualTo(Octets.ofHex("01"));
        assertThat(sdp.withoutAttributes()).isEqualTo("BAUG\n");
    }

    @ParameterizedTest(name = "m=audio {0}")
    @CsvSource({
        "0,0",
        "9,9",
        "49170,49170",
        "65535,65535",
        "65536,-1",
        "655350,-1",
        "99999999999,-1",
        "49170/2,49170",
        "49170x,-1",
        "/2,-1",
        "x,-1",
        "-1,-1",
        ":,-1"
    })
    void portsAreNumbersOfSixteenBits(String text, int port) {
        assertThat(Sdp.parse("v=0\r\nm=audio " + text + " RTP/SAVP 0\r\n")
                        .section(0)
                        .port())
                .isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({
        "RTP/SAVP,true",
        "RTP/SAVPF,true",
        "rtp/savp,true",
        "UDP/TLS/RTP/SAVPF,true",
        "RTP/AVP,false",
        "RTP/SAVPX,false",
        "'',false"
    })
    void theProfileSaysWhetherMediaAreProtected(String profile, boolean secure) {
        assertThat(Sdp.parse("v=0\r\nm=audio 1 " + profile + "\r\n").section(0).isSecure())
                .isEqualTo(secure);
    }

    @ParameterizedTest
    @CsvSource({"AZaz09,true", "a@b,false", "a[b,false", "a`b,false", "a{b,false", "a/b,false", "a:b,false", "-,false"})
    void protocolsAreLettersAndDigits(String id, boolean named) {
        assertThat(Sdp.parse("a=key-mgmt:" + id + " AQID\r\n")
                        .attributes()
                        .get(0)
                        .diagnostics())
                .extracting(Diagnostic::rule)
                .isEqualTo(named ? List.of() : List.of("PROTOCOL_ID"));
    }

    @Test
    void oddSpellingIsNamedWithItsPlace() {
        assertThat(Sdp.parse("A=key-mgmt:  mikey  AQ*D\r\n").attributes().get(0).diagnostics())
                .extracting(Diagnostic::rule, Diagnostic::offset, Diagnostic::message)
                .containsExactly(
                        tuple("NAME_CASE", 0, "the attribute is spelled A=key-mgmt"),
                        tuple("STRAY_WHITE_SPACE", 11, "more than one space after the colon"),
                        tuple("STRAY_WHITE_SPACE", 18, "the protocol and its data are one space apart"),
                        tuple("BASE64_CHARACTER", 22, "character U+002A is not base64"));
    }

    @Test
    void aLineIsAddedWhereAttributesBelong() {
        Sdp sdp = Sdp.parse(sdp(
                "v=0",
                "o=- 1 1 IN IP4 0.0.0.0",
                "s=-",
                "t=0 0",
                "a=tool:x",
                "m=audio 1 RTP/SAVP 0",
                "c=IN IP4 0.0.0.0",
                "a=x"));

        assertThat(sdp.withAttribute(SdpSection.SESSION, "mikey", DATA))
                .isEqualTo(sdp(
                        "v=0",
                        "o=- 1 1 IN IP4 0.0.0.0",
                        "s=-",
                        "t=0 0",
                        "a=key-mgmt:mikey AQID",
                        "a=tool:x",
                        "m=audio 1 RTP/SAVP 0",
                        "c=IN IP4 0.0.0.0",
                        "a=x"));
        assertThat(sdp.withAttribute(0, "mikey", DATA))
                .endsWith("c=IN IP4 0.0.0.0\r\na=key-mgmt:mikey AQID\r\na=x\r\n");
    }

    @Test
    void aSecondLineGoesBehindTheFirst() {
        assertThat(Sdp.parse("v=0\na=key-mgmt:other AQID\na=x\n").withAttribute(SdpSection.SESSION, "mikey", DATA))
                .isEqualTo("v=0\na=key-mgmt:other AQID\na=key-mgmt:mikey AQID\na=x\n");
    }

    @Test
    void aMissingLastLineEndingStaysMissing() {
        assertThat(Sdp.parse("v=0\r\nm=audio 1 RTP/SAVP 0").withAttribute(0, "mikey", DATA))
                .isEqualTo("v=0\r\nm=audio 1 RTP/SAVP 0\r\na=key-mgmt:mikey AQID");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void everyOtherLineStaysAsItWas(long seed) {
        Random random = new Random(seed);
        List<String> lines = List.of(
                "v=0",
                "s=caf\u00e9",
                "t=0 0",
                "a=x",
                "a=crypto:1 y",
                "m=audio 1 RTP/SAVP 0",
                "m=video 2 RTP/AVP",
                "c=",
                "=",
                "",
                "a=key-mgmt:other AQID",
                "A=KEY-MGMT: mikey  AQ",
                "k=clear:z");
        for (int run = 0; run < 2_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(lines.get(random.nextInt(lines.size())));
                text.append(i == 1 && random.nextBoolean() ? "" : random.nextBoolean() ? "\r\n" : "\n");
            }
            Sdp sdp = Sdp.parse(text.toString());
            int media = random.nextInt(sdp.media().size() + 1) - 1;

            Sdp with = Sdp.parse(sdp.withAttribute(media, "mikey", DATA));

            assertThat(with.attributes())
                    .as(with.text())
                    .hasSize(sdp.attributes().size() + 1);
            assertThat(with.media()).hasSameSizeAs(sdp.media());
            assertThat(with.withoutAttributes().replaceAll("[\r\n]+$", ""))
                    .isEqualTo(sdp.withoutAttributes().replaceAll("[\r\n]+$", ""));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void anyTextIsReadWithoutAnException(long seed) {
        Random random = new Random(seed);
        String alphabet = "v=0\r\nm=audio 1 RTP/SAVP a=key-mgmt:mikey AQID== \n\t\u00e9";
        for (int run = 0; run < 5_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(80); i > 0; i--) {
                int at = random.nextInt(alphabet.length());
                text.append(alphabet, at, Math.min(alphabet.length(), at + random.nextInt(12)));
            }

            Sdp sdp = Sdp.parse(text.toString());

            assertThat(sdp.text()).isEqualTo(text.toString());
            assertThat(Sdp.parse(sdp.withoutAttributes()).text().length()).isLessThanOrEqualTo(text.length());
            assertThat(sdp.withAttribute(SdpSection.SESSION, "mikey", DATA)).contains("a=key-mgmt:mikey AQID");
        }
    }
}
