package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Scenarios of a Responder at a stated time: the exchange vectors, step by step. */
final class Responding {
    private static final JsonTree NONE = new JsonTree(Map.of());
    private static final Set<String> KNOWN =
            Set.of("psk", "fill", "initiator", "responder", "exponent", "own", "options", "identity");
    private static final Map<String, String> ALLOW = Map.of("ALLOW_NULL", "NULL", "ALLOW_SMALL_GROUPS", "SMALL_GROUPS");

    private Responding() {}

    static List<Scenario> scenarios(MikeyMode mode, JsonTree file, RequirementIds ids, Certificates certificates)
            throws IOException {
        Identities identities = Identities.of(file);
        JsonTree notes = file.object("notes").orElse(NONE);
        List<Scenario> all = new ArrayList<>();
        for (JsonTree group : file.objects("groups")) {
            for (JsonTree test : group.objects("tests")) {
                Optional<Map<String, String>> setup =
                        setup(mode, test.object("setup").orElse(NONE), certificates, identities);
                List<JsonTree> steps = test.objects("steps");
                setup.ifPresent(members -> all.add(new Scenario(
                        test.text("id").orElse(""),
                        mode.label() + " responder, " + group.text("group").orElse(""),
                        Notes.about(test, notes),
                        ids.ofFlags(mode.label(), test.texts("flags")),
                        mode.respond(),
                        steps.get(steps.size() - 1).text("message").orElse(""),
                        subject -> play(subject, mode, members, test, steps))));
            }
        }
        return all;
    }

    /** The members of the first request; empty if an end has to be set up in a way that only we know. */
    private static Optional<Map<String, String>> setup(
            MikeyMode mode, JsonTree setup, Certificates certificates, Identities identities) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        List<String> allow = new ArrayList<>();
        for (String option : setup.texts("options")) {
            if (!ALLOW.containsKey(option)) {
                return Optional.empty();
            }
            allow.add(ALLOW.get(option));
        }
        if (!KNOWN.containsAll(setup.members().keySet())) {
            return Optional.empty();
        }
        if (!allow.isEmpty()) {
            members.put("allow", String.join(" ", allow));
        }
        setup.text("psk").filter(psk -> !psk.isEmpty()).ifPresent(psk -> members.put("psk", psk));
        setup.text("fill").ifPresent(ssrc -> members.put("ssrc", ssrc));
        setup.text("exponent").ifPresent(exponent -> members.put("exponent", exponent));
        setup.text("own").ifPresent(name -> members.putAll(certificates.of(name)));
        Optional<JsonTree> identity = setup.object("identity");
        if (identity.isPresent()) {
            members.putAll(identities.members(identity.orElseThrow()));
        }
        if (mode.hasIdentityKeys() != identity.isPresent()
                || (!mode.hasIdentityKeys() && mode.hasCertificates() == members.containsKey("psk"))) {
            return Optional.empty();
        }
        return named(setup, "responder", "own", members) && named(setup, "initiator", "peer", members)
                ? Optional.of(members)
                : Optional.empty();
    }

    private static boolean named(JsonTree setup, String role, String member, Map<String, String> members) {
        Optional<JsonTree> id = setup.object(role);
        Optional<String> uri = id.flatMap(Certificates::uri);
        uri.ifPresent(text -> members.put(member, text));
        return id.isPresent() == uri.isPresent();
    }

    private static Play.Judgement play(
            Subject subject, MikeyMode mode, Map<String, String> setup, JsonTree test, List<JsonTree> steps)
            throws Silent, IOException {
        boolean either = test.text("result").orElse("").equals("acceptable");
        String message = "";
        for (JsonTree step : steps) {
            Map<String, String> request = new LinkedHashMap<>();
            request.put("do", mode.respond());
            if (message.isEmpty()) {
                request.put("new", "true");
                request.putAll(setup);
            }
            message = step.text("message").orElse("");
            for (String member : List.of("at", "message", "context", "update")) {
                step.text(member).ifPresent(text -> request.put(member, text));
            }
            String wrong = wrong(subject.ask(request), step, either);
            if (!wrong.isEmpty()) {
                return new Play.Judgement(wrong, message);
            }
        }
        return Play.Judgement.right(message);
    }

    private static String wrong(JsonTree answer, JsonTree step, boolean either) {
        String result = step.text("result").orElse("");
        if (result.equals("repeated")) {
            return answer.is("accepted") && !answer.is("repeated")
                    ? "the same message led to a second association"
                    : Answers.accepted(answer, Scenario.Expected.EITHER);
        }
        Scenario.Expected expected = either ? Scenario.Expected.EITHER : Scenario.Expected.of(result);
        String wrong = Answers.accepted(answer, expected);
        return wrong.isEmpty() && answer.is("accepted") ? Answers.sameKeys(Answers.keys(step), answer) : wrong;
    }
}
