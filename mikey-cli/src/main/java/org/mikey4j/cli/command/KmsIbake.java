package org.mikey4j.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.IbeKeys;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.secret.IbeUserKey;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.crypto.ibe.IbeDomain;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.ibake.IbakeDates;
import org.mikey4j.message.IdPayload;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What {@code mikey kms} does for MIKEY-IBAKE, whose keys are those of RFC 5091 and not those of SAKKE. */
final class KmsIbake {
    static final String IBAKE = "--ibake";

    private static final String DATES = "--dates";

    private KmsIbake() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.flag(
                IBAKE, "Make a service of MIKEY-IBAKE (RFC 6267), whose keys are those of RFC 5091, not of SAKKE."));
        spec.addOption(StandardOptions.value(DATES, "UNIT", "For IBAKE: keys serve for a month (default) or a day."));
    }

    /** Draws the master secret of a service. */
    static void init(String uri, String out, ParseResult options, CliContext context) throws IOException {
        try (IbeMasterSecret master = IbeMasterSecret.generate(
                        IbeDomain.DEFAULT, context.random().get());
                IbeService service = IbeService.of(uri, dates(options), master)) {
            OwnerFile.write(
                    out, List.of(IdentityKeyJson.write(new IbeKeys(List.of(service), List.of()).alone())), context);
            KmsNotes.of(service).forEach(context.out()::line);
        }
    }

    private static IbakeDates dates(ParseResult options) {
        return switch (options.matchedOptionValue(DATES, "month")) {
            case "month" -> IbakeDates.MONTH;
            case "day" -> IbakeDates.DAY;
            default -> throw CliFailure.usage(DATES + " is month or day");
        };
    }

    /** The service as messages name it. */
    static IdPayload id(IbeService service) {
        return Identity.of(service.uri());
    }

    /** The one service of IBAKE whose master secret is in a file, if there is one. */
    static Optional<IbeService> service(IdentityKeys keys) {
        List<IbeService> masters = keys.ibe().services().stream()
                .filter(service -> service.masterSecret().isPresent())
                .toList();
        if (masters.size() > 1 || (!masters.isEmpty() && !keys.services().isEmpty())) {
            throw CliFailure.keyMissing("the file has the master secrets of several services, and one is needed");
        }
        return masters.stream().findFirst();
    }

    /**
     * Makes the keys of users for dates that follow each other.
     *
     * @param trusted other services, of which only what is public is handed on
     */
    static void issue(
            IbeService service,
            List<String> users,
            Instant at,
            long dates,
            IbeKeys trusted,
            String out,
            CliContext context)
            throws IOException {
        List<IbeService> services = new ArrayList<>(List.of(service.withoutSecret(service.domains())));
        trusted.services().forEach(other -> services.add(other.withoutSecret(other.domains())));
        List<IbeUserKey> made = new ArrayList<>();
        try (IbeMasterSecret master = service.master()) {
            for (String user : users) {
                Instant date = at;
                for (long i = 0; i < dates; i++) {
                    made.add(issue(service, master, user, date));
                    date = service.dates().end(date);
                }
            }
            OwnerFile.write(out, List.of(IdentityKeyJson.write(new IbeKeys(services, made).alone())), context);
            for (IbeUserKey key : made) {
                // What the user will do, so that no key goes out that a fault has spoilt.
                key.open(service).close();
                context.out().line(KmsNotes.of(key));
            }
        } catch (IbeException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        } finally {
            made.forEach(IbeUserKey::close);
        }
    }

    private static IbeUserKey issue(IbeService service, IbeMasterSecret master, String user, Instant date) {
        try (IbePrivateKey key = master.extract(service.dates().identity(Identity.of(user), date))) {
            return new IbeUserKey(service.uri(), user, service.dates().at(date), key.encode());
        }
    }
}
