package org.mikey4j.cli.command;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.kmc.KmcConfig;
import org.mikey4j.cli.kmc.SqlDatabase;
import org.mikey4j.cli.kmc.SqlGroupStore;
import org.mikey4j.cli.kmc.StoreSettings;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.kmc.GroupBinding;
import org.mikey4j.kmc.GroupCentre;
import org.mikey4j.kmc.GroupCentre.OnJoin;
import org.mikey4j.kmc.KmcRefusal;
import org.mikey4j.kmc.MasterKeys;
import org.mikey4j.kmc.SharedGroups;
import org.mikey4j.kmc.SharedGroups.Outcome;
import org.mikey4j.kmc.Subscriber;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kmc group}: gives the members of a group a key, and another one when somebody leaves or joins. */
final class KmcGroup implements Command {
    static final String NAME = "group";
    private static final String GROUP = "--group";
    private static final String SESSION = "--session";
    private static final String MEMBER = "--member";
    private static final String SAME_KEY = "--same-key";
    private static final String STREAMS = "--streams";
    private static final String POLICY = "--sp";
    private static final List<String> ACTIONS = List.of("open", "join", "leave", "rekey", "show", "close");
    private static final int MOST_STREAMS = 255;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME,
                "Change a group whose members hold one key, and print the message for each member who gets a new one.");
        spec.addPositional(StandardOptions.parameter(0, "ACTION", "One of " + String.join(", ", ACTIONS) + "."));
        spec.addOption(StandardOptions.value(
                AccessRecord.CONFIG, "FILE", "The settings of the centre: store, master keys, users."));
        spec.addOption(StandardOptions.value(GROUP, "URI", "The identity of the group."));
        spec.addOption(
                StandardOptions.value(SESSION, "ID", "What the members know the session by, such as a Session-ID."));
        spec.addOption(StandardOptions.values(MEMBER, "URI", "Who begins, joins or leaves; for open, several times."));
        spec.addOption(StandardOptions.flag(
                SAME_KEY, "join: the key that the others have, with which what was said before can be opened."));
        spec.addOption(StandardOptions.value(STREAMS, "N", "open: the number of streams, 1 to 255; 1 if left out."));
        spec.addOption(StandardOptions.value(POLICY, "NAME", "open: the SRTP policy, by name or parameters."));
        spec.addOption(StandardOptions.json("One JSON object."));
        StandardOptions.examples(
                spec,
                "mikey kmc group open --config kmc.conf --group sip:team@a.example --session 1 --member sip:alice@a.example",
                "mikey kmc group leave --config kmc.conf --group sip:team@a.example --session 1 --member sip:alice@a.example");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String action = options.matchedPositionalValue(0, "");
        if (!ACTIONS.contains(action)) {
            throw CliFailure.usage("group: do what? " + String.join(", ", ACTIONS))
                    .withHint("see: mikey kmc group --help");
        }
        GroupBinding group = new GroupBinding(needed(options, SESSION), IdPayload.uri(needed(options, GROUP)));
        List<IdPayload> members = Stream.of(options.matchedOptionValue(MEMBER, new String[0]))
                .map(IdPayload::uri)
                .toList();
        if ((action.equals("join") || action.equals("leave")) && members.size() != 1) {
            throw CliFailure.usage(action + " needs one " + MEMBER);
        }
        KmcConfig config = AccessRecord.config(options, NAME, context);
        StoreSettings store =
                config.store().orElseThrow(() -> CliFailure.usage("the settings have no store, where groups are kept"));
        Map<String, SecretBytes> keys = KmcServe.keys(config.users(), context);
        try (MasterKeys master = MasterKeyFile.read(store, context);
                SqlDatabase database =
                        SqlDatabase.open(store.url(), store.user(), AccessRecord.storePassword(config, context))) {
            SharedGroups groups = groups(config, keys, master, database, context);
            show(
                    change(groups, action, group, members, options),
                    options.matchedOptionValue(StandardOptions.JSON, false),
                    context);
            return ExitCode.OK;
        } catch (KmcRefusal | IllegalArgumentException e) {
            throw CliFailure.no(String.valueOf(e.getMessage()));
        } catch (SQLException | IllegalStateException e) {
            throw CliFailure.io("the store: " + e.getMessage());
        } finally {
            keys.values().forEach(SecretBytes::close);
        }
    }

    private static SharedGroups groups(
            KmcConfig config,
            Map<String, SecretBytes> keys,
            MasterKeys master,
            SqlDatabase database,
            CliContext context)
            throws SQLException {
        IdPayload centre = IdPayload.uri("sip:kmc." + config.domain());
        ExchangeSettings settings = ExchangeSettings.builder(
                        context.clock(), context.random().get())
                .build();
        return new SharedGroups(
                new GroupCentre(settings, centre),
                centre,
                new SqlGroupStore(database, context.clock()),
                master,
                id -> Optional.ofNullable(keys.get(id.text())).map(key -> new Subscriber(id, key)),
                context.clock());
    }

    private static Outcome change(
            SharedGroups groups, String action, GroupBinding group, List<IdPayload> members, ParseResult options) {
        return switch (action) {
            case "open" -> {
                OfferRequest.Builder media = media(options);
                yield groups.open(group, () -> media, members);
            }
            case "join" ->
                groups.join(
                        group,
                        members.get(0),
                        options.matchedOptionValue(SAME_KEY, false) ? OnJoin.SAME_KEY : OnJoin.NEW_KEY);
            case "leave" -> groups.leave(group, members.get(0));
            case "rekey" -> groups.rekey(group);
            default -> {
                Outcome now = groups.find(group).orElseThrow(() -> CliFailure.no("the session is not open"));
                if (action.equals("close")) {
                    groups.close(group);
                }
                yield now;
            }
        };
    }

    /** Each stream has the SSRC 0, which whoever sends replaces by its own. */
    private static OfferRequest.Builder media(ParseResult options) {
        String streams = options.matchedOptionValue(STREAMS, "1");
        if (!streams.matches("[0-9]{1,3}")
                || Integer.parseInt(streams) < 1
                || Integer.parseInt(streams) > MOST_STREAMS) {
            throw CliFailure.usage(STREAMS + " is a number from 1 to " + MOST_STREAMS);
        }
        Optional<SpPayload> policy = PolicyOption.parse(options.matchedOptionValue(POLICY, "none"), 0);
        return OfferRequest.builder()
                .csIdMap(CsIdMap.srtp(IntStream.range(0, Integer.parseInt(streams))
                        .mapToObj(i -> new SrtpId(0, 0, 0))
                        .toArray(SrtpId[]::new)))
                .policies(policy.stream().toArray(SpPayload[]::new));
    }

    private static String needed(ParseResult options, String option) {
        if (!options.hasMatchedOption(option)) {
            throw CliFailure.usage(option + " is missing").withHint("see: mikey kmc group --help");
        }
        return options.matchedOptionValue(option, "");
    }

    private static void show(Outcome outcome, boolean json, CliContext context) throws IOException {
        TreeSet<String> members = new TreeSet<>();
        outcome.members().forEach(member -> members.add(member.text()));
        Map<String, String> messages = new TreeMap<>();
        outcome.messages()
                .forEach((member, message) -> messages.put(
                        member.text(),
                        Base64.getEncoder().encodeToString(message.octets().toByteArray())));
        if (json) {
            context.out().line(json(outcome.generation(), members, messages));
            return;
        }
        context.out().line("key " + outcome.generation() + ": " + String.join(", ", members));
        messages.forEach((member, message) -> context.out().line("to " + member + ": " + message));
    }

    private static String json(long key, Set<String> members, Map<String, String> messages) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.number("key", key);
            json.beginArray("members");
            for (String member : members) {
                json.beginObject();
                json.text("member", member);
                if (messages.containsKey(member)) {
                    json.text("message", Objects.requireNonNull(messages.get(member)));
                }
                json.endObject();
            }
            json.endArray();
            return json.finish();
        }
    }
}
