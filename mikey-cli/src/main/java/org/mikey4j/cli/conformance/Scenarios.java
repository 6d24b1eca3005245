package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mikey4j.crypto.SecretBytes;

/** Makes scenarios of the test vectors, and of what the other end can do. */
public final class Scenarios {
    private static final String PSK = "0102030405060708090a0b0c0d0e0f10";

    private Scenarios() {}

    /**
     * All scenarios for an implementation behind an adapter.
     *
     * @param vectors the folder of the test vectors
     * @throws IOException if a file is missing or cannot be understood
     */
    public static List<Scenario> read(Path vectors) throws IOException {
        RequirementIds ids = RequirementIds.of(file(vectors, "requirements.json"));
        Certificates certificates = Certificates.in(vectors.resolve("certs"));
        List<Scenario> all = new ArrayList<>(Reading.scenarios(file(vectors, "wire/payloads.json"), ids));
        for (MikeyMode mode : MikeyMode.values()) {
            JsonTree exchanges = file(vectors, "exchanges/" + mode.label() + "-responder.json");
            all.addAll(Responding.scenarios(mode, exchanges, ids, certificates));
            Identities identities = Identities.of(exchanges);
            Map<String, String> alice = mode.hasIdentityKeys()
                    ? identities.party("alice", "bob")
                    : party(mode, certificates, "alice", Setup.ALICE, Setup.BOB);
            Map<String, String> bob = mode.hasIdentityKeys()
                    ? identities.party("bob", "alice")
                    : party(mode, certificates, "bob", Setup.BOB, Setup.ALICE);
            all.addAll(new Live(mode, bob, alice).responder());
            all.addAll(new Live(mode, alice, bob).initiator());
        }
        JsonTree initiator = file(vectors, "exchanges/ticket-initiator.json");
        JsonTree responder = file(vectors, "exchanges/ticket-responder.json");
        all.addAll(TicketTransferVectors.of(initiator, responder, ids));
        all.addAll(TicketScenarios.of(
                file(vectors, "exchanges/ticket-kms.json"), initiator, responder, ids, certificates));
        all.addAll(IbakeScenarios.of(
                file(vectors, "exchanges/ibake-responder.json"), file(vectors, "exchanges/ibake-initiator.json"), ids));
        return all;
    }

    /**
     * The scenarios for a Responder that is reached over a network and shares a key.
     *
     * @param psk the pre-shared key; it is kept in memory until the program ends
     * @param own our identity, a URI
     * @param peer the identity of the implementation
     */
    public static List<Scenario> overNetwork(SecretBytes psk, String own, String peer) {
        String digits = HexFormat.of().formatHex(psk.toByteArray());
        return new Live(MikeyMode.PSK, Map.of(), Map.of("psk", digits, "own", own, "peer", peer)).responder();
    }

    /** The scenarios for a Responder that is reached over a network and takes keys without protection. */
    public static List<Scenario> unprotected() {
        return Unprotected.scenarios();
    }

    private static JsonTree file(Path vectors, String name) throws IOException {
        return JsonTree.parse(Files.readString(vectors.resolve(name)));
    }

    private static Map<String, String> party(
            MikeyMode mode, Certificates certificates, String name, String own, String peer) {
        Map<String, String> members = new LinkedHashMap<>();
        if (mode.hasCertificates()) {
            members.putAll(certificates.of(name));
        } else {
            members.put("psk", PSK);
        }
        members.put("own", own);
        members.put("peer", peer);
        return members;
    }
}
