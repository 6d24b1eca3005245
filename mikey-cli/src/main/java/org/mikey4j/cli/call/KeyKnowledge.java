package org.mikey4j.cli.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which element had which key of a call, and since when, as a table with a row for each element. */
final class KeyKnowledge {
    private final List<CallScheme.Lesson> lessons;
    private final List<CallTrace.Event> events;
    private final List<Key> keys;

    /** A key, by the name that what elements come to know has in the trace. */
    private enum Key {
        KA("Ka", "the caller's component"),
        KB("Kb", "the callee's component"),
        KAB("Kab", "the combined key"),
        TGK("TGK", "what the media keys come from");

        private final String title;
        private final String meaning;
        private final Pattern name;

        Key(String title, String meaning) {
            this.title = title;
            this.meaning = meaning;
            this.name = Pattern.compile("\\b" + title + "\\b");
        }

        boolean isIn(CallTrace.Event event) {
            return event.kind() == CallTrace.Kind.KNOWS
                    && name.matcher(event.label()).find();
        }
    }

    KeyKnowledge(List<CallScheme.Lesson> lessons, List<CallTrace.Event> events) {
        this.lessons = lessons;
        this.events = events;
        this.keys = Arrays.stream(Key.values())
                .filter(key -> events.stream().anyMatch(key::isIn))
                .toList();
    }

    /** What the keys are, as a sentence. */
    String legend() {
        return keys.stream().map(key -> key.title + ": " + key.meaning).collect(Collectors.joining("; ")) + ".";
    }

    List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("Element"));
        keys.forEach(key -> columns.add(key.title));
        return columns;
    }

    List<List<String>> rows() {
        return Network.ELEMENTS.stream().map(this::row).toList();
    }

    private List<String> row(String element) {
        List<String> row = new ArrayList<>(List.of(element));
        keys.forEach(key -> row.add(since(element, key)));
        return row;
    }

    private String since(String element, Key key) {
        Optional<CallTrace.Event> first = events.stream()
                .filter(event -> event.from().equals(element))
                .filter(key::isIn)
                .findFirst();
        if (first.isPresent()) {
            return "after "
                    + Duration.between(events.get(0).at(), first.orElseThrow().at())
                            .toMillis() + " ms";
        }
        // Who hears the call at an element can make every key of it from what passes there.
        return lessons.stream().anyMatch(l -> l.hears() && l.where().contains(element)) ? "from what passes" : "never";
    }
}
