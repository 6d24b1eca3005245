package org.mikey4j.cli.conformance;

import java.util.List;
import java.util.Map;

/**
 * Which requirements the flags and payloads of the test vectors are about: {@code requirements.json} beside them. The ids are those
 * of {@code spec-notes/conformance}.
 */
record RequirementIds(JsonTree flags, JsonTree payloads) {
    private static final JsonTree NONE = new JsonTree(Map.of());

    static RequirementIds of(JsonTree file) {
        return new RequirementIds(
                file.object("flags").orElse(NONE), file.object("payloads").orElse(NONE));
    }

    List<String> ofPayload(String payload) {
        return payloads.texts(payload);
    }

    /** @param mode for example {@code psk}: a flag may mean another requirement in each mode */
    List<String> ofFlags(String mode, List<String> names) {
        return names.stream()
                .flatMap(flag -> {
                    JsonTree modes = flags.object(flag).orElse(NONE);
                    List<String> own = modes.texts(mode);
                    return (own.isEmpty() ? modes.texts("") : own).stream();
                })
                .distinct()
                .toList();
    }
}
