package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.Octets;

/**
 * tshark dissects everything that the encoder made while the tests of both modules ran, and finds nothing malformed. What
 * tests break on purpose is broken behind the encoder, so it is not here; nor is what no datagram holds. Runs when all tests have run; see {@code
 * mikey-cli/pom.xml}.
 */
class EverythingEmittedJudge {
    /** Fewer from a module mean that the recorder did not see its tests. */
    private static final int FEWEST = 500;

    /** What a datagram holds; the capture has no place for more. */
    private static final int LONGEST = 65_507;

    @Test
    void nothingIsMalformed() throws Exception {
        Peer.require("tshark", "tshark", "-v");
        List<Octets> judged = new ArrayList<>();
        Map<TsharkLimit, List<Octets>> beyond = new EnumMap<>(TsharkLimit.class);
        for (Octets message : all()) {
            Optional<TsharkLimit> limit = TsharkLimit.of(message);
            limit.ifPresentOrElse(
                    l -> beyond.computeIfAbsent(l, any -> new ArrayList<>()).add(message), () -> judged.add(message));
        }

        Path capture = EmittedByTests.file("mikey-cli/target/run/emitted.pcap");
        List<Octets> malformed = malformed(capture, judged);
        StringBuilder report = new StringBuilder(
                "tshark dissected " + judged.size() + " messages of the tests, " + malformed.size() + " malformed\n");
        beyond.forEach((limit, messages) -> report.append("left out ")
                .append(messages.size())
                .append(": ")
                .append(limit.reason())
                .append('\n'));
        Files.writeString(EmittedByTests.file("mikey-cli/target/run/emitted.txt"), report);
        assertThat(malformed.stream().map(Octets::toHex)).as("%s", report).isEmpty();
        for (TsharkLimit limit : TsharkLimit.values()) {
            assertThat(malformed(capture.resolveSibling("beyond.pcap"), beyond.getOrDefault(limit, List.of())))
                    .as("tshark is not up to something of the kind: " + limit.reason())
                    .isNotEmpty();
        }
    }

    private static Set<Octets> all() throws Exception {
        Set<Octets> all = new LinkedHashSet<>();
        for (String module : List.of("mikey-core", "mikey-cli")) {
            List<Octets> messages = EmittedByTests.messages(module);
            assertThat(messages).as(module).hasSizeGreaterThan(FEWEST);
            messages.stream().filter(message -> message.length() <= LONGEST).forEach(all::add);
        }
        return all;
    }

    /** Those of which tshark does not say that they are MIKEY, or that they are malformed. */
    private static List<Octets> malformed(Path capture, List<Octets> messages) throws Exception {
        UdpCapture.write(capture, messages);
        Peer.Result result = Peer.run(
                "tshark",
                "-r",
                capture.toString(),
                "-Y",
                "!mikey || _ws.malformed || _ws.short",
                "-T",
                "fields",
                "-e",
                "frame.number");
        assertThat(result.code()).as(result.out()).isZero();
        Set<Integer> bad = result.out().lines().map(Integer::valueOf).collect(Collectors.toCollection(HashSet::new));
        List<Octets> found = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (bad.contains(i + 1)) {
                found.add(messages.get(i));
            }
        }
        return found;
    }
}
