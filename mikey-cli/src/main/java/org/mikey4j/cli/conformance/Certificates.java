package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keys and certificates of the parties in the test vectors, in PEM. */
final class Certificates {
    private final Map<String, Map<String, String>> parties;

    private Certificates(Map<String, Map<String, String>> parties) {
        this.parties = parties;
    }

    /** @param folder the test vectors' {@code certs} */
    static Certificates in(Path folder) throws IOException {
        return new Certificates(Map.of(
                "alice", party(folder, "alice", "bob"),
                "bob", party(folder, "bob", "alice"),
                "carol", party(folder, "carol", "alice")));
    }

    private static Map<String, String> party(Path folder, String name, String peer) throws IOException {
        return Map.of(
                "key", Files.readString(folder.resolve(name + ".key.pem"), StandardCharsets.US_ASCII),
                "certificate", Files.readString(folder.resolve(name + ".pem"), StandardCharsets.US_ASCII),
                "root", Files.readString(folder.resolve("root.pem"), StandardCharsets.US_ASCII),
                "peer-certificate", Files.readString(folder.resolve(peer + ".pem"), StandardCharsets.US_ASCII));
    }

    /** The members of a request that give this party what it has. */
    Map<String, String> of(String name) {
        return parties.getOrDefault(name, Map.of());
    }

    /** The members of a request that give this party what it has, and the certificate of whom it sends envelopes to. */
    Map<String, String> of(String name, String peer) {
        Map<String, String> members = new LinkedHashMap<>(of(name));
        members.put("peer-certificate", of(peer).getOrDefault("certificate", ""));
        return members;
    }

    /** The URI of an identity in the vectors; empty if it is of another kind. */
    static Optional<String> uri(JsonTree identity) {
        return identity.text("type").equals(Optional.of("1"))
                ? identity.text("data").map(hex -> new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
