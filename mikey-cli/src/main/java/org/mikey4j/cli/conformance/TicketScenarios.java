package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ticket.RequestResult;
import org.mikey4j.exchange.ticket.ResolveResult;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;

/**
 * Scenarios of MIKEY-TICKET with a key management service (RFC 6043, 4.2.1 and 4.2.3): the exchange vectors of the service and of the
 * ends' answers from it, and what the others can do.
 */
final class TicketScenarios {
    private static final JsonTree NONE = new JsonTree(Map.of());
    private static final String MODE = "ticket";
    private static final String SERVICE = "sip:kms@example.org";
    private static final String ALICE_KEY = "5152535455565758595a5b5c5d5e5f60";
    private static final String BOB_KEY = "7172737475767778797a7b7c7d7e7f80";
    private static final String TPK = "0102030405060708090a0b0c0d0e0f10";

    private final RequirementIds ids;
    private final List<Scenario> all = new ArrayList<>();

    private TicketScenarios(RequirementIds ids) {
        this.ids = ids;
    }

    /**
     * All of them.
     *
     * @param kms the vectors of a service
     * @param initiator those of an Initiator, of which the answers to requests are taken
     * @param responder those of a Responder, of which the answers to resolving are taken
     * @param certificates for ends that sign; Carol's are the service's
     */
    static List<Scenario> of(
            JsonTree kms, JsonTree initiator, JsonTree responder, RequirementIds ids, Certificates certificates)
            throws IOException {
        TicketScenarios scenarios = new TicketScenarios(ids);
        scenarios.service(kms);
        scenarios.answers(initiator, TicketAccess.SHARED.granted(), "request", Setup.ALICE);
        scenarios.answers(responder, TicketAccess.SHARED.resolved(), "resolve", Setup.BOB);
        scenarios.live(new TicketParties(
                TicketAccess.SHARED,
                end(Setup.ALICE, Setup.BOB, ALICE_KEY),
                end(Setup.BOB, Setup.ALICE, BOB_KEY),
                service(Map.of(Setup.ALICE, ALICE_KEY, Setup.BOB, BOB_KEY), TPK)));
        scenarios.live(new TicketParties(
                TicketAccess.SIGNED,
                with(certificates.of("alice", "carol"), end(Setup.ALICE, Setup.BOB, "")),
                with(certificates.of("bob", "carol"), end(Setup.BOB, Setup.ALICE, "")),
                with(certificates.of("carol"), service(Map.of(), TPK))));
        return scenarios.all;
    }

    private void live(TicketParties parties) {
        all.addAll(new TicketKmsLive(parties).scenarios());
        all.addAll(new TicketRequestLive(parties).scenarios());
        all.addAll(new TicketResolveLive(parties).scenarios());
    }

    private static Map<String, String> with(Map<String, String> certificates, Map<String, String> more) {
        Map<String, String> members = new LinkedHashMap<>(certificates);
        members.putAll(more);
        return members;
    }

    private static Map<String, String> end(String own, String peer, String psk) {
        return Map.of("own", own, "peer", peer, "psk", psk, "kms", SERVICE);
    }

    private static Map<String, String> service(Map<String, String> users, String tpk) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            for (Map.Entry<String, String> user : users.entrySet()) {
                json.text(user.getKey(), user.getValue());
            }
            return Map.of("own", SERVICE, "users", json.finish(), "tpk", tpk);
        }
    }

    private void service(JsonTree file) throws IOException {
        for (JsonTree group : file.objects("groups")) {
            for (JsonTree test : group.objects("tests")) {
                JsonTree ticket = ticket(test);
                Map<String, String> users = new LinkedHashMap<>();
                ticket.object("users").orElse(NONE).members().forEach((user, psk) -> users.put(user, (String) psk));
                add(
                        file,
                        group,
                        test,
                        "service",
                        TicketAccess.SHARED.kms(),
                        service(users, ticket.text("tpk").orElse("")),
                        (step, answer) -> receivedBy(users, step, answer));
            }
        }
    }

    /** The answers of a service to what an end is told that it asked. */
    private void answers(JsonTree file, String action, String subject, String own) {
        for (JsonTree group : file.objects("groups")) {
            String name = group.text("group").orElse("");
            if (name.equals(subject) || name.equals("tampered-" + subject)) {
                for (JsonTree test : group.objects("tests")) {
                    Map<String, String> members = new LinkedHashMap<>();
                    members.put("own", own);
                    members.put("kms", SERVICE);
                    members.put("psk", ticket(test).text("psk").orElse(""));
                    members.put("offer", setup(test).text("offer").orElse(""));
                    add(file, group, test, "answers", action, members, TicketScenarios::sameTransported);
                }
            }
        }
    }

    private void add(
            JsonTree file,
            JsonTree group,
            JsonTree test,
            String role,
            String action,
            Map<String, String> members,
            VectorSteps.Comparison comparison) {
        all.add(VectorSteps.scenario(
                test,
                MODE + " " + role + ", " + group.text("group").orElse(""),
                Notes.about(test, file.object("notes").orElse(NONE)),
                ids.ofFlags(role.equals("service") ? "ticket-kms" : "ticket-answers", test.texts("flags")),
                action,
                members,
                comparison));
    }

    private static JsonTree setup(JsonTree test) {
        return test.object("setup").orElse(NONE);
    }

    private static JsonTree ticket(JsonTree test) {
        return setup(test).object(MODE).orElse(NONE);
    }

    private static String sameTransported(JsonTree step, JsonTree answer) {
        List<List<String>> given = transported(answer);
        return transported(step).stream().allMatch(given::contains) ? "" : "it has other keys than were sent";
    }

    private static List<List<String>> transported(JsonTree tree) {
        return tree.objects("transported").stream()
                .map(key -> List.of(
                        key.text("keyType").orElse(""),
                        key.text("key").orElse(""),
                        key.text("salt").orElse("")))
                .toList();
    }

    /** What is wrong with a service's answer, as the end finds that is told that it asked. */
    private static String receivedBy(Map<String, String> users, JsonTree step, JsonTree answer) {
        Octets reply;
        try {
            reply = Dialogue.made(answer, "answer of the service");
        } catch (Wrong e) {
            return String.valueOf(e.getMessage());
        }
        MikeyMessage asked = MikeyMessage.decode(
                Octets.ofHex(step.text("message").orElse("")).toByteArray());
        int role = asked.header().dataType() == DataType.REQUEST_INIT_PSK ? IdRole.IDR_I : IdRole.IDR_R;
        String user = asked.payloads(IdrPayload.class).stream()
                .filter(idr -> idr.idRole() == role)
                .findFirst()
                .map(idr -> new String(idr.idData().toByteArray(), StandardCharsets.UTF_8))
                .orElseThrow();
        Clock clock = Clock.fixed(Instant.parse(step.text("at").orElse("")), ZoneOffset.UTC);
        TicketClient client = TicketEnds.client(new Setup(end(user, SERVICE, users.getOrDefault(user, ""))), clock);
        return refusal(client, asked, reply)
                .map(why -> "its user refuses the answer: " + why.detail())
                .orElse("");
    }

    private static Optional<Rejected> refusal(TicketClient client, MikeyMessage asked, Octets reply) {
        if (asked.header().dataType() == DataType.REQUEST_INIT_PSK) {
            return client.resumeRequest(asked).receive(reply) instanceof RequestResult.Refused refused
                    ? Optional.of(refused.rejected())
                    : Optional.empty();
        }
        return client.resumeResolve(asked).receive(reply) instanceof ResolveResult.Refused refused
                ? Optional.of(refused.rejected())
                : Optional.empty();
    }
}
