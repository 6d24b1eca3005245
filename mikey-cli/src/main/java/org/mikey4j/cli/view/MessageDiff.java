package org.mikey4j.cli.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Two messages compared field by field. Payloads are matched by kind and by their place among those of their kind. */
public final class MessageDiff {
    /**
     * One difference.
     *
     * @param path the payload and the field, for example {@code ID[2].idData}
     * @param left the value in the first message, if it has such a field
     * @param right the value in the second message, if it has such a field
     */
    public record Difference(String path, Optional<String> left, Optional<String> right) {}

    /** What is new in every message by design. */
    private static final Set<String> FRESH =
            Set.of("csbId", "tsValue", "rand", "encrData", "mac", "verData", "signature", "key", "salt");

    private final boolean showSecrets;
    private final boolean ignoreFresh;

    /**
     * @param showSecrets whether key material is shown; otherwise its fingerprints are
     * @param ignoreFresh whether to leave out what is new in every message by design
     */
    public MessageDiff(boolean showSecrets, boolean ignoreFresh) {
        this.showSecrets = showSecrets;
        this.ignoreFresh = ignoreFresh;
    }

    /** The differences in the order of the first message, then what only the second one has. */
    public List<Difference> compare(MessageView left, MessageView right) {
        Map<String, String> first = flatten(left);
        Map<String, String> second = flatten(right);
        List<Difference> differences = new ArrayList<>();
        for (Map.Entry<String, String> entry : first.entrySet()) {
            String other = second.remove(entry.getKey());
            if (!entry.getValue().equals(other)) {
                differences.add(
                        new Difference(entry.getKey(), Optional.of(entry.getValue()), Optional.ofNullable(other)));
            }
        }
        second.forEach((path, value) -> differences.add(new Difference(path, Optional.empty(), Optional.of(value))));
        return differences;
    }

    private Map<String, String> flatten(MessageView message) {
        Map<String, String> values = new LinkedHashMap<>();
        StringJoiner order = new StringJoiner(" ");
        message.payloads().forEach(payload -> order.add(payload.name()));
        values.put("payloads", order.toString());
        flatten(message.payloads(), "", values);
        return values;
    }

    private void flatten(List<? extends Part> parts, String path, Map<String, String> values) {
        Map<String, Integer> seen = new HashMap<>();
        for (Part part : parts) {
            int number = seen.merge(part.name(), 1, Integer::sum);
            String name = path + part.name() + (number > 1 ? "[" + number + "]" : "");
            if (part instanceof PayloadView payload) {
                flatten(payload.parts(), name + ".", values);
            } else if (part instanceof ParameterView parameter) {
                values.put(name, parameter.meaning());
            } else if (part instanceof NoteView note) {
                values.put(name, note.text());
            } else if (part instanceof FieldView field && isCompared(field)) {
                values.put(name, text(field));
            }
        }
    }

    private boolean isCompared(FieldView field) {
        return !Structure.isStructure(field.name()) && !(ignoreFresh && FRESH.contains(field.name()));
    }

    private String text(FieldView field) {
        if ((field.secret() && !showSecrets) || field.number().isPresent()) {
            return field.name().equals("tsValue") ? field.octets().toHex() : field.meaning();
        }
        return field.meaning().startsWith("\"")
                ? field.meaning()
                : field.octets().toHex();
    }
}
