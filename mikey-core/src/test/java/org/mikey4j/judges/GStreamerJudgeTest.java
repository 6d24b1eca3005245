package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * GStreamer's MIKEY API reads our unprotected messages, and we read the one it makes. It is given only payloads that it does
 * not hang on.
 */
class GStreamerJudgeTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Set<Integer> SAFE = Set.of(PayloadType.KEMAC, PayloadType.T, PayloadType.SP, PayloadType.RAND);

    @Test
    void readsOursAndWeReadTheirs(@TempDir Path folder, TestReporter reporter) throws Exception {
        Peer.require("GStreamer's MIKEY API", PYTHON, "-c", "import gi; gi.require_version('GstSdp', '1.0')");
        List<MikeyMessage> messages = JudgedMessages.classical().stream()
                .filter(m -> m.payloads().stream().allMatch(p -> SAFE.contains(p.type())))
                .filter(m -> m.payload(KemacPayload.class).stream().allMatch(k -> k.encrAlg() == EncrAlg.NULL))
                .toList();
        Path script = Path.of(Objects.requireNonNull(getClass().getResource("/judges/gstreamer-mikey.py"))
                .toURI());
        Path input = folder.resolve("messages.txt");
        Files.writeString(
                input,
                String.join("\n", messages.stream().map(m -> m.octets().toHex()).toList()) + "\n");

        Peer.Result result = Peer.run(input, PYTHON, script.toString());

        assertThat(result.code()).as(result.out()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(messages.size() + 1).hasSizeGreaterThan(5);
        for (int i = 0; i < messages.size(); i++) {
            compare(messages.get(i), new ObjectMapper().readTree(lines.get(i)));
        }
        theirs(new ObjectMapper()
                .readTree(lines.get(messages.size()))
                .get("made")
                .asText());
        reporter.publishEntry(
                "interop",
                "GStreamer | unprotected messages by its MIKEY API | it reads and writes again ours, we read its own | works");
    }

    private static void compare(MikeyMessage ours, JsonNode theirs) {
        assertThat(theirs.get("parsed").asBoolean()).as(ours.toString()).isTrue();
        assertThat(theirs.get("version").asInt()).isEqualTo(ours.header().version());
        assertThat(theirs.get("type").asInt()).isEqualTo(ours.header().dataType());
        assertThat(theirs.get("v").asBoolean()).isEqualTo(ours.header().v());
        assertThat(theirs.get("prf").asInt()).isEqualTo(ours.header().prfFunc());
        assertThat(theirs.get("csbId").asLong()).isEqualTo(ours.header().csbId());
        List<Payload> payloads = ours.payloads();
        assertThat(theirs.get("payloads")).hasSameSizeAs(payloads);
        for (int i = 0; i < payloads.size(); i++) {
            assertThat(theirs.get("payloads").get(i).asInt())
                    .isEqualTo(payloads.get(i).type());
        }
        List<SrtpId> entries = ((SrtpIdMap) ours.header().csIdMap()).entries();
        for (int i = 0; i < entries.size(); i++) {
            JsonNode cs = theirs.get("cs").get(i);
            assertThat(new SrtpId(
                            cs.get(0).asInt(), cs.get(1).asLong(), cs.get(2).asLong()))
                    .isEqualTo(entries.get(i));
        }
        assertThat(theirs.get("octets").asText()).isEqualTo(ours.octets().toHex());
    }

    private static void theirs(String hex) {
        MikeyMessage message = MikeyMessage.decode(Octets.ofHex(hex).toByteArray());
        KemacPayload kemac = message.payload(KemacPayload.class).orElseThrow();
        KeyDataPayload key = (KeyDataPayload)
                kemac.clearSubPayloads(message.header().dataType()).get(0);

        assertThat(key.keyType()).isEqualTo(KeyDataType.TEK);
        assertThat(key.key().toHex()).isEqualTo("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d");
        assertThat(MikeyMessage.encode(message.header(), message.payloads())
                        .octets()
                        .toHex())
                .isEqualTo(hex);
    }
}
