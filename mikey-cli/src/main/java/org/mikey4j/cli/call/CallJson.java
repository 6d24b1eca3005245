package org.mikey4j.cli.call;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.cli.output.JsonDocument;

/** A call for programs, as {@code mikey-call.schema.json} describes it. */
final class CallJson {
    private CallJson() {}

    static String of(
            int number,
            Optional<EndToEndMode> mode,
            CallScheme scheme,
            Optional<Attack> attack,
            CallRun.Result result,
            CallTrace trace)
            throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.text("schema", "mikey-call/1");
            if (Schemes.isNamed(number)) {
                json.text("scheme", Schemes.label(number));
            } else {
                json.number("scheme", number);
            }
            if (mode.isPresent()) {
                json.text("mode", mode.orElseThrow().label());
            }
            json.text("title", scheme.title());
            if (attack.isPresent()) {
                json.text("attack", attack.orElseThrow().label());
            }
            json.bool("established", result.established());
            json.text("refusal", result.refusal());
            json.number("framesToCallee", result.framesToCallee());
            json.number("framesToCaller", result.framesToCaller());
            json.beginArray("listeners");
            for (CallScheme.Lesson lesson : scheme.lessons()) {
                json.beginObject();
                json.text("where", lesson.where());
                json.text("reads", lesson.learns());
                json.bool("hears", lesson.hears());
                json.endObject();
            }
            json.endArray();
            json.beginArray("events");
            Instant began = trace.events().get(0).at();
            for (CallTrace.Event event : trace.events()) {
                json.beginObject();
                json.number("micros", Duration.between(began, event.at()).toNanos() / 1000);
                json.text("kind", event.kind().name().toLowerCase(Locale.ROOT));
                json.text("from", event.from());
                json.text("to", event.to());
                json.text("label", event.label());
                json.texts("mikey", event.keys().stream().map(CallText::name).toList());
                json.endObject();
            }
            json.endArray();
            return json.finish();
        }
    }
}
