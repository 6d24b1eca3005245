package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mikey4j.cli.output.JsonDocument;

/** An implementation in this process: ours, or one that does what is wrong. */
interface FaultySubject extends Subject {
    /** Everything that belongs to IBAKE and to the services of keys and tickets. */
    List<String> DOES = Stream.concat(
                    Stream.of(
                            "ibake-respond",
                            "ibake-initiate",
                            "ibake-answer",
                            "ibake-kms",
                            "ibake-key-initiate",
                            "ibake-key-answer"),
                    Stream.of("ticket-", "ticket-pk-")
                            .flatMap(access -> Stream.of(
                                            "kms",
                                            "request-initiate",
                                            "request-answer",
                                            "resolve-initiate",
                                            "resolve-answer")
                                    .map(access::concat)))
            .toList();

    /** Accepts every message, and answers with what is none. */
    FaultySubject CREDULOUS = request -> tree(Map.of("accepted", "true", "message", "00"));

    /** Refuses every message. */
    FaultySubject STUBBORN = request -> tree(Map.of("accepted", "false", "why", "no"));

    /** Ours. */
    static FaultySubject own() {
        OwnAdapter adapter = new OwnAdapter();
        return request -> JsonTree.parse(adapter.answer(json(request)));
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

    /** The ids of the scenarios whose verdict is against this implementation. */
    default List<String> failures(List<Scenario> scenarios) throws IOException {
        return ConformanceRun.run(this, scenarios, verdict -> {}).verdicts().stream()
                .filter(Verdict::isBad)
                .map(verdict -> verdict.scenario().id())
                .toList();
    }

    @Override
    default Introduction hello() {
        return new Introduction("faulty", "1", DOES);
    }

    @Override
    default boolean keepsTime() {
        return false;
    }

    @Override
    default void close() {}
}
