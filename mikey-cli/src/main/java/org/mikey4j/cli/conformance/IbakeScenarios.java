package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mikey4j.cli.output.JsonDocument;

/** Scenarios of MIKEY-IBAKE: the exchange vectors of both ends, and what the other end can do. */
final class IbakeScenarios {
    private static final JsonTree NONE = new JsonTree(Map.of());
    private static final String MODE = "ibake";
    private static final String SERVICE = "sip:kms@example.org";
    private static final String PSK = "5152535455565758595a5b5c5d5e5f60";

    private IbakeScenarios() {}

    /**
     * All of them.
     *
     * @param responder the vectors of a Responder
     * @param initiator the vectors of an Initiator, which takes up the offer that each states
     */
    static List<Scenario> of(JsonTree responder, JsonTree initiator, RequirementIds ids) throws IOException {
        List<Scenario> all = new ArrayList<>(vectors(responder, "responder", IbakeActions.RESPOND, ids));
        all.addAll(vectors(initiator, "initiator", IbakeActions.ANSWER, ids));
        IbakeParties parties = new IbakeParties(responder);
        IbakeLive live = new IbakeLive(parties.party(Setup.ALICE, Setup.BOB), parties.party(Setup.BOB, Setup.ALICE));
        all.addAll(live.responder());
        all.addAll(live.initiator());
        IbakeKeyLive keys = keys(parties);
        all.addAll(keys.service());
        all.addAll(keys.user());
        return all;
    }

    private static IbakeKeyLive keys(IbakeParties parties) throws IOException {
        Map<String, String> user = Map.of("own", Setup.ALICE, "kms", SERVICE, "psk", PSK);
        try (JsonDocument users = new JsonDocument()) {
            users.text(Setup.ALICE, PSK);
            Map<String, String> service =
                    Map.of("own", SERVICE, "users", users.finish(), "identity", parties.issuing());
            return new IbakeKeyLive(user, service, parties.key(Setup.ALICE));
        }
    }

    private static List<Scenario> vectors(JsonTree file, String role, String action, RequirementIds ids)
            throws IOException {
        IbakeParties parties = new IbakeParties(file);
        JsonTree notes = file.object("notes").orElse(NONE);
        List<Scenario> all = new ArrayList<>();
        for (JsonTree group : file.objects("groups")) {
            for (JsonTree test : group.objects("tests")) {
                JsonTree setup = test.object("setup").orElse(NONE);
                // The validity of the point of an offer is encrypted, and known only to whoever made it.
                if (setup.object(MODE)
                        .flatMap(ibake -> ibake.object("validity"))
                        .isEmpty()) {
                    all.add(VectorSteps.scenario(
                            test,
                            MODE + " " + role + ", " + group.text("group").orElse(""),
                            Notes.about(test, notes),
                            ids.ofFlags(MODE, test.texts("flags")),
                            action,
                            parties.members(setup),
                            VectorSteps.Comparison.KEYS));
                }
            }
        }
        return all;
    }
}
