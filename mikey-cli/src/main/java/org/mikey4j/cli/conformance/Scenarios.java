package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes scenarios of the test vectors. */
public final class Scenarios {
    private Scenarios() {}

    /**
     * All scenarios.
     *
     * @param vectors the folder of the test vectors
     * @throws IOException if a file is missing or cannot be understood
     */
    public static List<Scenario> read(Path vectors) throws IOException {
        List<Scenario> all = new ArrayList<>();
        wire(JsonTree.parse(Files.readString(vectors.resolve("wire/payloads.json"))), all);
        respond(JsonTree.parse(Files.readString(vectors.resolve("exchanges/psk-responder.json"))), all);
        for (String prf : List.of("0", "1")) {
            all.add(new Scenario(
                    "psk-initiate-prf-" + prf,
                    "PSK initiator",
                    "makes an I_MESSAGE that a Responder accepts, and has the same keys (RFC 3830, 3.1)",
                    "psk-initiate",
                    Map.of("psk", "0102030405060708090a0b0c0d0e0f10", "at", "2026-11-01T12:00:00Z", "prf", prf),
                    Scenario.Expected.ACCEPT,
                    List.of()));
        }
        return all;
    }

    private static void wire(JsonTree file, List<Scenario> all) {
        JsonTree notes = file.object("notes").orElse(new JsonTree(Map.of()));
        for (JsonTree group : file.objects("groups")) {
            for (JsonTree test : group.objects("tests")) {
                all.add(new Scenario(
                        test.text("id").orElse(""),
                        "reading " + group.text("payload").orElse(""),
                        test.text("comment").orElse("") + note(notes, test),
                        "parse",
                        Map.of("message", test.text("message").orElse("")),
                        expected(test),
                        List.of()));
            }
        }
    }

    /** Only what one message and one key decide; more than that an adapter need not keep. */
    private static void respond(JsonTree file, List<Scenario> all) {
        JsonTree notes = file.object("notes").orElse(new JsonTree(Map.of()));
        for (JsonTree group : file.objects("groups")) {
            for (JsonTree test : group.objects("tests")) {
                JsonTree setup = test.object("setup").orElse(new JsonTree(Map.of()));
                List<JsonTree> steps = test.objects("steps");
                boolean simple = steps.size() == 1
                        && setup.members().keySet().stream().allMatch(name -> name.equals("psk") || name.equals("fill"))
                        && setup.text("psk").filter(psk -> !psk.isEmpty()).isPresent();
                if (simple) {
                    all.add(respond(
                            test, setup, steps.get(0), group.text("group").orElse(""), notes));
                }
            }
        }
    }

    private static Scenario respond(JsonTree test, JsonTree setup, JsonTree step, String group, JsonTree notes) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("psk", setup.text("psk").orElse(""));
        setup.text("fill").ifPresent(ssrc -> request.put("ssrc", ssrc));
        request.put("at", step.text("at").orElse(""));
        request.put("message", step.text("message").orElse(""));
        List<Scenario.Keys> keys = new ArrayList<>();
        for (JsonTree key : step.objects("keys")) {
            keys.add(new Scenario.Keys(
                    key.text("csId").orElse(""),
                    key.text("tek").orElse(""),
                    key.text("salt").orElse("")));
        }
        return new Scenario(
                test.text("id").orElse(""),
                "PSK responder, " + group,
                test.text("comment").orElse("") + note(notes, test),
                "psk-respond",
                request,
                expected(test),
                keys);
    }

    private static Scenario.Expected expected(JsonTree test) {
        return switch (test.text("result").orElse("")) {
            case "valid" -> Scenario.Expected.ACCEPT;
            case "invalid" -> Scenario.Expected.REFUSE;
            default -> Scenario.Expected.EITHER;
        };
    }

    private static String note(JsonTree notes, JsonTree test) {
        return test.texts("flags").stream()
                .findFirst()
                .flatMap(notes::text)
                .map(text -> ". " + text)
                .orElse("");
    }
}
