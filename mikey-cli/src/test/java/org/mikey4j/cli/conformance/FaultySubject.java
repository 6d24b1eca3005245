package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mikey4j.cli.output.JsonDocument;

/** An implementation in this process: ours, or one that does what is wrong. */
interface FaultySubject extends Subject {
    /** Accepts every message, and answers with what is none. */
    FaultySubject CREDULOUS = request -> tree(Map.of("accepted", "true", "message", "00"));

    /** Refuses every message. */
    FaultySubject STUBBORN = request -> tree(Map.of("accepted", "false", "why", "no"));

    /** Ours. */
    static FaultySubject own() {
        OwnAdapter adapter = new OwnAdapter();
        return request -> JsonTree.parse(adapter.answer(json(request)));
    }

    /** Ours, but that it takes what is not authentic. */
    static FaultySubject believing() {
        FaultySubject own = own();
        return request -> {
            JsonTree answer = own.ask(request);
            boolean forged = answer.text("why").orElse("").startsWith("AUTHENTICATION_FAILED");
            return forged ? with(answer, "accepted", "true") : answer;
        };
    }

    private static JsonTree tree(Map<String, Object> members) {
        return new JsonTree(members);
    }

    private static String json(Map<String, String> request) throws IOException {
        try (var json = new JsonDocument()) {
            for (Map.Entry<String, String> member : request.entrySet()) {
                json.text(member.getKey(), member.getValue());
            }
            return json.finish();
        }
    }

    /** An answer with another member. */
    static JsonTree with(JsonTree answer, String name, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(answer.members());
        members.put(name, value);
        return tree(members);
    }

    /** The ids of the scenarios whose verdict is against this implementation, which says that it does all of them. */
    default List<String> failures(List<Scenario> scenarios) throws IOException {
        List<String> does = scenarios.stream().map(Scenario::action).distinct().toList();
        FaultySubject asked = this;
        Subject all = new FaultySubject() {
            @Override
            public JsonTree ask(Map<String, String> request) throws Silent, IOException {
                return asked.ask(request);
            }

            @Override
            public Introduction hello() {
                return new Introduction("faulty", "1", does);
            }
        };
        return ConformanceRun.run(all, scenarios, verdict -> {}).verdicts().stream()
                .filter(Verdict::isBad)
                .map(verdict -> verdict.scenario().id())
                .toList();
    }

    @Override
    default Introduction hello() {
        return new Introduction("faulty", "1", List.of());
    }

    @Override
    default boolean keepsTime() {
        return false;
    }

    @Override
    default void close() {}
}
