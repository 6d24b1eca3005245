package org.mikey4j.cli.command;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.TsType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that say what a received message may be like: how old, how well protected, how far from the standard. */
final class ExchangeOptions {
    /** Judges timestamps as of another time than now. */
    static final String AT = "--at";

    private static final String NO_REPLAY_CHECK = "--no-replay-check";
    private static final String ALLOW_NULL = "--allow-null";
    private static final String COMPAT = "--compat";

    private final ParseResult options;
    private final CliContext context;
    private final boolean anyTime;

    ExchangeOptions(ParseResult options, CliContext context) {
        this(options, context, options.matchedOptionValue(NO_REPLAY_CHECK, false));
    }

    private ExchangeOptions(ParseResult options, CliContext context, boolean anyTime) {
        this.options = options;
        this.context = context;
        this.anyTime = anyTime;
    }

    /** As if the option not to judge the timestamp were given. */
    static ExchangeOptions atAnyTime(ParseResult options, CliContext context) {
        return new ExchangeOptions(options, context, true);
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.value(
                AT,
                "TIME",
                "Judge the timestamp as of this time, such as 2006-10-20T13:43:06Z or seconds since 1970."));
        spec.addOption(StandardOptions.flag(NO_REPLAY_CHECK, "Do not judge the timestamp at all."));
        spec.addOption(StandardOptions.flag(
                ALLOW_NULL, "Accept messages that nothing protects, as cameras send them inside TLS."));
        spec.addOption(StandardOptions.values(
                COMPAT, "NAME", "Accept a departure from the standard: " + String.join(", ", names()) + "."));
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Compatibility departure : Compatibility.values()) {
            names.add(name(departure));
        }
        return names;
    }

    /** How a departure is named on the command line. */
    static String name(Compatibility departure) {
        return departure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What this message may be like. */
    ExchangeSettings settings(MikeyMessage message) {
        return settings(message, accepted());
    }

    /**
     * What this message may be like if all departures were accepted, to find out which one it has.
     *
     * @param emptyLastBlock whether an empty last block of the PRF can be told from the standard
     */
    ExchangeSettings lenientSettings(MikeyMessage message, boolean emptyLastBlock) {
        Set<Compatibility> all = EnumSet.allOf(Compatibility.class);
        // Nothing in a message tells of these, so that accepting them would only change keys.
        all.removeAll(EnumSet.of(Compatibility.DH_TGK_WITHOUT_LEADING_ZEROS, Compatibility.DH_TGK_LEFT_ALIGNED));
        if (!emptyLastBlock) {
            all.remove(Compatibility.PRF_EMPTY_LAST_BLOCK);
        }
        return settings(message, all);
    }

    private ExchangeSettings settings(MikeyMessage message, Set<Compatibility> accepted) {
        return ExchangeSettings.builder(clock(message), context.random().get())
                .allowNull(allowsNull(options))
                .decodeOptions(DecodeOptions.ACCEPT_TRAILING_ZERO)
                .accept(accepted.toArray(Compatibility[]::new))
                .build();
    }

    /** Whether messages that nothing protects are accepted. */
    static boolean allowsNull(ParseResult options) {
        return options.matchedOptionValue(ALLOW_NULL, false);
    }

    /** Whether counters, which only go up from message to message, are taken as they come. */
    boolean acceptsAnyCounter() {
        return anyTime;
    }

    private Clock clock(MikeyMessage message) {
        Optional<Instant> at = at(options);
        if (at.isPresent()) {
            return Clock.fixed(at.get(), ZoneOffset.UTC);
        }
        if (anyTime) {
            return message.payload(TPayload.class)
                    .filter(t -> t.tsType() == TsType.NTP_UTC || t.tsType() == TsType.NTP)
                    .map(t -> NtpTime.toInstant(t.tsValue(), context.clock().instant()))
                    .map(instant -> Clock.fixed(instant, ZoneOffset.UTC))
                    .orElse(context.clock());
        }
        return context.clock();
    }

    /** The time that was given. */
    static Optional<Instant> at(ParseResult options) {
        return Optional.ofNullable(options.<String>matchedOptionValue(AT, null)).map(ExchangeOptions::time);
    }

    /** The time that {@code --at} gives. */
    static Instant time(String text) {
        try {
            return text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Instant.ofEpochSecond(Long.parseLong(text))
                    : Instant.parse(text);
        } catch (DateTimeException | NumberFormatException e) {
            throw CliFailure.usage(AT + ": " + text + " is no time")
                    .withHint("write 2006-10-20T13:43:06Z, or seconds since 1970");
        }
    }

    /**
     * An authentication key of 128 bits is accepted in any case, because the standard only recommends 160 and its own
     * sample has 128 (RFC 3830, 4.2.4; RFC 4567, 5.1); so is a message without the RAND that its keys do not need, once
     * messages that nothing protects are. A diagnostic tells of either.
     */
    Set<Compatibility> accepted() {
        Set<Compatibility> accepted = EnumSet.of(Compatibility.AUTH_KEY_128, Compatibility.NULL_WITHOUT_RAND);
        for (String name : options.matchedOptionValue(COMPAT, new String[0])) {
            try {
                accepted.add(Compatibility.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
            } catch (IllegalArgumentException e) {
                throw CliFailure.usage(COMPAT + ": no departure " + name)
                        .withHint("departures: " + String.join(", ", names()));
            }
        }
        return accepted;
    }
}
