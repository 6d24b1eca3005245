package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.secret.IbeUserKey;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.cli.view.ReadableText;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.kms.KmsException;
import org.mikey4j.kms.KmsKeySet;
import org.mikey4j.kms.UserKeys;
import org.mikey4j.message.Octets;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kms check}: whether user keys fit their identifier and the public keys of their service. */
final class KmsCheck implements Command {
    static final String NAME = "check";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME,
                "Check the user keys in FILEs against the certificates in them, as RFC 6507, 6508 and 5091 want on receipt; exit 1"
                        + " if some do not fit.");
        spec.addOption(StandardOptions.json("One JSON object."));
        spec.addPositional(
                StandardOptions.parameters("FILE", "XML of a service (KmsInit, KmsCertCache, KmsKeyProv), or JSON."));
        StandardOptions.examples(spec, "mikey kms check init.xml alice.xml", "mikey kms check --json alice.json");
        return spec;
    }

    /** What came of one key set. */
    private record Outcome(Subject keys, String rule, String text) {}

    /**
     * Whose keys they are.
     *
     * @param period of SAKKE, the number of the key period
     * @param date of IBAKE
     */
    private record Subject(String kms, String user, OptionalLong period, Optional<String> date, Octets identifier) {
        static Subject of(KmsKeySet keys) {
            return new Subject(
                    keys.kmsUri(), keys.userUri(), OptionalLong.of(keys.period()), Optional.empty(), keys.identifier());
        }

        static Subject of(IbeUserKey key, IbeService service) {
            return new Subject(
                    key.kms(),
                    key.user(),
                    OptionalLong.empty(),
                    Optional.of(key.date()),
                    key.identity(service.dates()));
        }
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (IdentityKeys keys =
                KmsFiles.read("keys", List.of(options.matchedPositionalValue(0, new String[] {"stdin"})), context)) {
            if (keys.keySets().isEmpty() && keys.ibe().keys().isEmpty()) {
                throw CliFailure.keyMissing("there are no user keys to check");
            }
            for (KmsKeySet keySet : keys.keySets()) {
                try (UserKeys checked = keySet.check(keys.certificateOf(keySet))) {
                    outcomes.add(new Outcome(Subject.of(keySet), "", KmsNotes.of(checked)));
                } catch (KmsException e) {
                    outcomes.add(new Outcome(Subject.of(keySet), e.rule().name(), String.valueOf(e.getMessage())));
                }
            }
            for (IbeUserKey key : keys.ibe().keys()) {
                outcomes.add(check(key, keys.ibe().serviceOf(key)));
            }
            if (options.matchedOptionValue(StandardOptions.JSON, false)) {
                context.out().line(json(outcomes));
            } else {
                outcomes.forEach(outcome -> context.out().line(text(outcome)));
            }
        }
        return outcomes.stream().allMatch(outcome -> outcome.rule().isEmpty()) ? ExitCode.OK : ExitCode.NO;
    }

    private static Outcome check(IbeUserKey key, IbeService service) {
        Subject subject = Subject.of(key, service);
        try {
            key.open(service).close();
            return new Outcome(subject, "", KmsNotes.of(key));
        } catch (IbeException e) {
            return new Outcome(subject, e.rule().name(), String.valueOf(e.getMessage()));
        }
    }

    private static String text(Outcome outcome) {
        return outcome.rule().isEmpty()
                ? "fits: " + outcome.text()
                : ReadableText.harmless(
                        "refused: " + outcome.keys().user() + ": " + outcome.rule() + ": " + outcome.text());
    }

    private static String json(List<Outcome> outcomes) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.beginArray("keys");
            for (Outcome outcome : outcomes) {
                json.beginObject();
                json.text("kms", outcome.keys().kms());
                json.text("user", outcome.keys().user());
                if (outcome.keys().period().isPresent()) {
                    json.number("period", outcome.keys().period().getAsLong());
                }
                if (outcome.keys().date().isPresent()) {
                    json.text("date", outcome.keys().date().get());
                }
                json.text("identifier", outcome.keys().identifier().toHex());
                json.bool("fits", outcome.rule().isEmpty());
                if (!outcome.rule().isEmpty()) {
                    json.text("rule", outcome.rule());
                    json.text("problem", outcome.text());
                }
                json.endObject();
            }
            json.endArray();
            return json.finish();
        }
    }
}
