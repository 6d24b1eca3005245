package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds the page {@code mikey-cli/docs/interop.md} to what the tests of both modules reported of other implementations. A
 * test reports a row when all that it asserts has held. Versions may differ. Runs when all tests have run; {@code mvn verify
 * -Dinterop.write=true} writes the page anew.
 */
class InteropJudge {
    private static final Path PAGE = EmittedByTests.file("mikey-cli/docs/interop.md");
    private static final String HEAD = "| peer | mode | role | result |";

    /** How to ask each peer for its version; those on the class path are asked by the names of their files. */
    private static final Map<String, List<String>> VERSIONS = versions();

    private static Map<String, List<String>> versions() {
        Map<String, List<String>> versions = new LinkedHashMap<>();
        versions.put("GStreamer", List.of("gst-launch-1.0", "--version"));
        versions.put("JAIN-SIP", List.of("jain-sip-ri-"));
        versions.put("Kamailio", List.of("/usr/sbin/kamailio", "-v"));
        versions.put("SIPp", List.of("sipp", "-v"));
        versions.put("jitsi-srtp", List.of("jitsi-srtp-"));
        versions.put("libsrtp", List.of("pkg-config", "--modversion", "libsrtp2"));
        versions.put("openssl", List.of("openssl", "version"));
        versions.put("tshark", List.of("tshark", "-v"));
        return versions;
    }

    private static String version(List<String> asked) throws IOException {
        if (asked.size() == 1) {
            return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                    .map(entry -> Path.of(entry).getFileName().toString())
                    .filter(file -> file.startsWith(asked.get(0)))
                    .map(file -> file.substring(asked.get(0).length()).replace(".jar", ""))
                    .findFirst()
                    .orElse("not there");
        }
        return Peer.run(asked.toArray(String[]::new))
                .out()
                .lines()
                .filter(line -> !line.startsWith("gst-launch") && line.matches(".*[0-9]\\.[0-9].*"))
                .map(line -> line.replaceAll("^\\D*?v?([0-9]+\\.[-+.:~0-9A-Za-z]*[0-9A-Za-z]).*", "$1"))
                .findFirst()
                .orElse("not there");
    }

    @Test
    void thePageSaysWhatTheTestsFound() throws IOException {
        Set<String> found = EmittedByTests.interop().stream()
                .map(row -> "| " + row + " |")
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).allSatisfy(row -> assertThat(row.split("\\|")).as(row).hasSize(5));
        if (Boolean.getBoolean("interop.write")) {
            Files.writeString(PAGE, page(found));
        }
        Set<String> told = Files.readString(PAGE)
                .lines()
                .dropWhile(line -> !line.equals(HEAD))
                .skip(2)
                .collect(Collectors.toCollection(TreeSet::new));

        if (System.getenv("MIKEY_REQUIRE_PEERS") == null) {
            assertThat(told).as("the page has every row of this run").containsAll(found);
        } else {
            assertThat(found)
                    .as("this run, where every peer is there, has every row of the page, and no other")
                    .isEqualTo(told);
        }
    }

    private static String page(Set<String> rows) throws IOException {
        StringBuilder page = new StringBuilder("""
                # Interoperation

                What became of every other implementation that the tests of this repository talk to, with the modes and roles that
                were tried. `mvn verify` with these programs installed, as `.ci/run` does, makes the table again and fails if a
                result differs from this page. A failure names the rule that is broken, and whose it is; "not possible" is what a
                peer does not offer.

                The versions with which the page was made:

                | peer | version |
                |---|---|
                """);
        for (Map.Entry<String, List<String>> peer : VERSIONS.entrySet()) {
            page.append("| ")
                    .append(peer.getKey())
                    .append(" | ")
                    .append(version(peer.getValue()))
                    .append(" |\n");
        }
        page.append('\n').append(HEAD).append("\n|---|---|---|---|\n");
        rows.forEach(row -> page.append(row).append('\n'));
        return page.toString();
    }
}
