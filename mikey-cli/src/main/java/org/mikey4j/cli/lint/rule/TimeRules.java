package org.mikey4j.cli.lint.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiConsumer;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Placed;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.message.Severity;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.TsType;

/** Timestamps (RFC 3830, 5.4 and 6.6). */
public final class TimeRules {
    private static final String SECTION = "RFC 3830, 6.6";
    private static final long FILETIME_PER_SECOND = 10_000_000L;
    private static final long FILETIME_TO_UNIX = 11_644_473_600L;
    private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(366);

    /** The window of the strictest receiver in use. */
    private static final Duration HOUR = Duration.ofHours(1);

    /** Zones are whole quarters of an hour away from UTC, and at most 14 hours. */
    private static final long QUARTER = 900;

    private static final Duration FURTHEST_ZONE = Duration.ofHours(14);
    private static final long ZONE_SLACK = 30;

    private enum Kind {
        NTP,
        FILETIME,
        UNIX,
        LOW_WORD,
        LITTLE_ENDIAN
    }

    private TimeRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                filetime(),
                unix(),
                lowWord(),
                littleEndian(),
                stale(),
                future(),
                zone(),
                whole(),
                counter(),
                csbCounter());
    }

    private static Rule filetime() {
        return Rule.warning("T_FILETIME", SECTION)
                .title("The timestamp is a Windows FILETIME")
                .why(
                        "The payload says NTP-UTC, and holds units of 100 ns since 1601, which as NTP is a time about the year "
                                + "1900 or 2037. A receiver with a clock window refuses the message, and one without has no "
                                + "protection against replay.")
                .remedy(
                        "Write seconds since 1900 in the upper 32 bits. Receivers of such a peer cannot apply a window.")
                .known("Genetec", "the examples of the ONVIF specification")
                .message((message, report) -> ntp(message, (t, at) -> {
                    if (kind(t, message) == Kind.FILETIME) {
                        report.at(
                                at,
                                "T",
                                "as a FILETIME it is " + fileTime(t.tsValue()) + ", as NTP " + time(t, message));
                    }
                }));
    }

    private static Rule unix() {
        return Rule.warning("T_UNIX", SECTION)
                .title("The timestamp counts from 1970")
                .why(
                        "The payload says NTP-UTC, which counts from 1900; here the time reads as one of the fifties, and every "
                                + "receiver with a window refuses the message.")
                .remedy("Add 2,208,988,800 to the seconds.")
                .known("rvoip")
                .message((message, report) -> ntp(message, (t, at) -> {
                    if (kind(t, message) == Kind.UNIX) {
                        report.at(at, "T", "counted from 1970 it is " + unixTime(t.tsValue()));
                    }
                }));
    }

    private static Rule lowWord() {
        return Rule.warning("T_LOW_WORD", SECTION)
                .title("The seconds of the timestamp are in the lower half")
                .why("The seconds belong in the upper 32 bits; here the time reads as 1900.")
                .remedy("Write the seconds in the upper half and their fraction in the lower.")
                .known("Thales")
                .message((message, report) -> ntp(message, (t, at) -> {
                    if (kind(t, message) == Kind.LOW_WORD) {
                        report.at(at, "T", "shifted it is " + time(t.tsValue() << 32, message));
                    }
                }));
    }

    private static Rule littleEndian() {
        return Rule.warning("T_LITTLE_ENDIAN", SECTION)
                .title("The octets of the timestamp are in the wrong order")
                .why(
                        "Everything in MIKEY is in network byte order; read so, the time is far from any that makes sense.")
                .remedy("Write the most significant octet first.")
                .known("EG (reads it so)")
                .message((message, report) -> ntp(message, (t, at) -> {
                    if (kind(t, message) == Kind.LITTLE_ENDIAN) {
                        Instant swapped = time(Long.reverseBytes(t.tsValue()), message);
                        report.at(at, "T", "with its octets turned round it is " + swapped);
                    }
                }));
    }

    private static Rule stale() {
        return Rule.note("T_STALE", "RFC 3830, 5.4")
                .title("The timestamp is not of today")
                .why(
                        "Receivers refuse messages outside their window, so this one would be refused now. In a capture or a log "
                                + "that is as it should be; in a configuration it is a message that was stored and is sent again.")
                .remedy("Make a new message for each exchange. Give --at to judge an old one as of its own time.")
                .known("gortsplib (window of one hour)", "GStreamer and live555 (no window)")
                .message((message, report) -> ntp(message, (t, at) -> {
                    Instant time = time(t, message);
                    if (kind(t, message) == Kind.NTP
                            && time.isBefore(message.now().minus(HOUR))
                            && !isZone(time, message)) {
                        report.at(
                                at,
                                "T",
                                "it is " + time + ", which is " + days(Duration.between(time, message.now())) + " ago");
                    }
                }));
    }

    private static Rule future() {
        return Rule.warning("T_FUTURE", "RFC 3830, 5.4")
                .title("The timestamp is ahead of the clock")
                .why(
                        "One of the two clocks is wrong. Receivers refuse the message, or keep it in their replay cache for as "
                                + "long as it is ahead.")
                .remedy("Set both clocks by NTP.")
                .message((message, report) -> ntp(message, (t, at) -> {
                    Instant time = time(t, message);
                    if (kind(t, message) == Kind.NTP
                            && time.isAfter(message.now().plus(HOUR))
                            && !isZone(time, message)) {
                        report.at(
                                at,
                                "T",
                                "it is " + time + ", which is " + days(Duration.between(message.now(), time))
                                        + " ahead");
                    }
                }));
    }

    private static Rule zone() {
        return Rule.warning("T_ZONE", "RFC 3830, 4.2.8")
                .title("The timestamp looks like local time")
                .why(
                        "It differs from the clock by a whole number of quarters of an hour, as when the offset of a time zone "
                                + "was added to UTC.")
                .remedy("Send UTC.")
                .known("minisip libmikey (adds the kernel's offset)")
                .message((message, report) -> ntp(message, (t, at) -> {
                    Instant time = time(t, message);
                    if (kind(t, message) == Kind.NTP && isZone(time, message)) {
                        report.at(
                                at,
                                "T",
                                "it is " + Duration.between(message.now(), time).toMinutes()
                                        + " minutes from the clock");
                    }
                }));
    }

    private static Rule whole() {
        return Rule.note("T_WHOLE_SECONDS", SECTION)
                .title("The timestamp has no fraction of a second")
                .why(
                        "Two messages in one second would have the same timestamp, which no two of one sender may have; it also "
                                + "goes into the IV that the keys are encrypted under.")
                .remedy("Fill the lower 32 bits.")
                .known("Streamwide", "Alea", "SmartMS")
                .message((message, report) -> ntp(message, (t, at) -> {
                    if ((t.tsValue() & 0xffff_ffffL) == 0 && t.tsValue() != 0) {
                        report.at(at, "T", "the lower half is zero");
                    }
                }));
    }

    private static Rule counter() {
        return Rule.note("T_COUNTER", SECTION)
                .title("A counter instead of a time")
                .why("Both ends have to keep the counter of each peer for ever; hardly anybody implements it.")
                .remedy("Use NTP-UTC.")
                .known("mykey")
                .in(Profile.TS33180, Severity.ERROR)
                .in(Profile.ONVIF, Severity.WARNING)
                .message((message, report) -> message.all(TPayload.class).stream()
                        .filter(t -> t.value().tsType() == TsType.COUNTER)
                        .forEach(t -> report.at(t.offset(), "T", "the kind is COUNTER")));
    }

    private static Rule csbCounter() {
        return Rule.warning("T_COUNTER_IS_CSB_ID", SECTION)
                .title("The counter is the CSB ID")
                .why(
                        "It stays the same as long as the bundle lives, so that a replayed message cannot be told from a new "
                                + "one.")
                .remedy("Count up with each message, or use NTP-UTC.")
                .known("mykey")
                .message((message, report) -> message.all(TPayload.class).stream()
                        .filter(t -> t.value().tsType() == TsType.COUNTER)
                        .filter(t -> message.header()
                                .filter(h -> h.csbId() == t.value().tsValue())
                                .isPresent())
                        .forEach(t -> report.at(t.offset(), "T", "counter and CSB ID are the same number")));
    }

    private static void ntp(MessageSubject message, BiConsumer<TPayload, Integer> check) {
        for (Placed<TPayload> t : message.all(TPayload.class)) {
            if (t.value().tsType() == TsType.NTP_UTC || t.value().tsType() == TsType.NTP) {
                check.accept(t.value(), t.offset());
            }
        }
    }

    private static Instant time(TPayload t, MessageSubject message) {
        return time(t.tsValue(), message);
    }

    private static Instant time(long ntp, MessageSubject message) {
        return NtpTime.toInstant(ntp, message.now()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant fileTime(long value) {
        return Instant.ofEpochSecond(value / FILETIME_PER_SECOND - FILETIME_TO_UNIX);
    }

    /** The seconds in the upper half or, if that is empty, in the lower. */
    private static Instant unixTime(long value) {
        return Instant.ofEpochSecond(value >>> 32 == 0 ? value : value >>> 32);
    }

    /** What a value most likely is: what the payload says, unless that is far off and something else is not. */
    private static Kind kind(TPayload t, MessageSubject message) {
        if (isPlausible(time(t, message), message)) {
            return Kind.NTP;
        }
        if (isPlausible(fileTime(t.tsValue()), message)) {
            return Kind.FILETIME;
        }
        if (isPlausible(unixTime(t.tsValue()), message)) {
            return Kind.UNIX;
        }
        if (t.tsValue() >>> 32 == 0 && isPlausible(time(t.tsValue() << 32, message), message)) {
            return Kind.LOW_WORD;
        }
        return isPlausible(time(Long.reverseBytes(t.tsValue()), message), message) ? Kind.LITTLE_ENDIAN : Kind.NTP;
    }

    private static boolean isPlausible(Instant time, MessageSubject message) {
        return time.isAfter(YEAR_2000) && time.isBefore(message.now().plus(YEAR));
    }

    private static boolean isZone(Instant time, MessageSubject message) {
        Duration off = Duration.between(message.now(), time).abs();
        long beyond = off.toSeconds() % QUARTER;
        return off.compareTo(HOUR.minusSeconds(ZONE_SLACK)) >= 0
                && off.compareTo(FURTHEST_ZONE.plusSeconds(ZONE_SLACK)) <= 0
                && (beyond <= ZONE_SLACK || beyond >= QUARTER - ZONE_SLACK);
    }

    private static String days(Duration duration) {
        return duration.toDays() > 1 ? duration.toDays() + " days" : duration.toMinutes() + " minutes";
    }
}
