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
                setup.ifPresent(members -> all.add(VectorSteps.scenario(
                        test,
                        mode.label() + " responder, " + group.text("group").orElse(""),
                        Notes.about(test, notes),
                        ids.ofFlags(mode.label(), test.texts("flags")),
                        mode.respond(),
                        members,
                        VectorSteps.Comparison.KEYS)));
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
}
