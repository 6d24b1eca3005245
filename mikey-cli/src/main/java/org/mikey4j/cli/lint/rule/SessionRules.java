package org.mikey4j.cli.lint.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Placed;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.Severity;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;

/** The map of the crypto sessions (RFC 3830, 6.1.1; RFC 4563; RFC 6043, 6.1). */
public final class SessionRules {
    private static final String SECTION = "RFC 3830, 6.1.1";
    private static final long SIXTEEN_BITS = 0xffff;
    private static final int HEADER = 10;

    private SessionRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                placeholder(),
                repeated(),
                withoutPolicy(),
                policyWithoutSession(),
                roc(),
                laterRoc(),
                several(),
                zeroId());
    }

    private static Rule placeholder() {
        return Rule.note("SSRC_PLACEHOLDER", SECTION)
                .title("An SSRC is left to the other end")
                .why(
                        "0 means that whoever sends the stream chooses. A receiver that binds keys to the SSRC it was told never "
                                + "finds the stream.")
                .remedy("Fill it in as soon as the stream is known; never bind keys to 0.")
                .known(
                        "minisip libmikey, SmartMS and old Streamwide (send it)",
                        "GStreamer and gortsplib (bind keys to it)")
                .in(Profile.ONVIF, Severity.WARNING)
                .message((message, report) -> {
                    if (message.isInitial()) {
                        message.srtpIds().stream()
                                .filter(id -> id.value().ssrc() == 0)
                                .forEach(id -> report.at(id.offset(), "HDR", "the SSRC is 0"));
                    }
                });
    }

    private static Rule repeated() {
        return Rule.error("SSRC_REPEATED", "RFC 3830, 6.1.1; RFC 3711, 9.1")
                .title("Two crypto sessions with one SSRC")
                .why(
                        "Streams under one key are told apart by their SSRC; with the same one they are encrypted with the same "
                                + "key stream, and both can be read.")
                .remedy("Give each stream an SSRC of its own.")
                .message((message, report) -> {
                    Set<Long> seen = new HashSet<>();
                    for (Placed<SrtpId> id : message.srtpIds()) {
                        if (id.value().ssrc() != 0 && !seen.add(id.value().ssrc())) {
                            report.at(
                                    id.offset(),
                                    "HDR",
                                    String.format(
                                            "a second session for SSRC %08x",
                                            id.value().ssrc()));
                        }
                    }
                });
    }

    private static Rule withoutPolicy() {
        return Rule.warning("SESSION_WITHOUT_POLICY", "RFC 3830, 6.1.1 and 6.10")
                .title("A session refers to a policy that is not there")
                .why(
                        "Without any policy the defaults of SRTP hold. With policies of other numbers it is not known what holds.")
                .remedy("Add the policy, or correct the number.")
                .message((message, report) -> {
                    Set<Integer> policies = policies(message);
                    if (!policies.isEmpty()) {
                        message.srtpIds().stream()
                                .filter(id -> !policies.contains(id.value().policyNo()))
                                .forEach(id -> report.at(
                                        id.offset(),
                                        "HDR",
                                        "policy " + id.value().policyNo()));
                    }
                });
    }

    private static Rule policyWithoutSession() {
        return Rule.warning("POLICY_WITHOUT_SESSION", "RFC 3830, 6.10")
                .title("A policy that no session refers to")
                .why("It is sent for nothing, or the number in the map is wrong.")
                .remedy("Leave it out, or correct the number.")
                .known("Alea (private calls)")
                .message((message, report) -> {
                    Set<Integer> used = used(message);
                    if (message.header().filter(h -> h.csIdMap().csCount() > 0).isPresent()
                            || message.header().map(CommonHeader::csIdMap).orElse(null) instanceof GenericIdMap) {
                        message.all(SpPayload.class).stream()
                                .filter(sp -> !used.contains(sp.value().policyNo()))
                                .forEach(sp -> report.at(
                                        sp.offset(),
                                        "SP",
                                        "policy " + sp.value().policyNo()));
                    }
                });
    }

    private static Rule roc() {
        return Rule.note("ROC_ABOVE_16_BITS", SECTION)
                .title("A rollover counter of more than 16 bits")
                .why(
                        "One client computes the packet index in 32 bits, so that the upper half of the counter is lost and no "
                                + "packet passes.")
                .remedy("Change keys, and so the counter, before 2^32 packets towards such clients.")
                .known("live555")
                .message((message, report) -> message.srtpIds().stream()
                        .filter(id -> id.value().roc() > SIXTEEN_BITS)
                        .forEach(id -> report.at(
                                id.offset(),
                                "HDR",
                                "the counter is " + id.value().roc())));
    }

    private static Rule laterRoc() {
        return Rule.note("LATER_ROC_IGNORED_BY_PEERS", SECTION)
                .title("A rollover counter of a later session")
                .why("Several implementations look at the first entry of the map alone.")
                .remedy("Send one message for each stream, at media level.")
                .known(
                        "live555 (first counter alone)",
                        "GStreamer (first session alone)",
                        "Streamwide (one entry alone)")
                .message((message, report) -> message.srtpIds().stream()
                        .skip(1)
                        .filter(id -> id.value().roc() != 0)
                        .findFirst()
                        .ifPresent(id -> report.at(
                                id.offset(),
                                "HDR",
                                "the counter is " + id.value().roc())));
    }

    private static Rule several() {
        return Rule.note("SEVERAL_SESSIONS", SECTION)
                .title("Several sessions in one message")
                .why("RTSP implementations set up one stream for each message and look at the first entry alone.")
                .remedy("Send one message for each stream, at media level.")
                .known("GStreamer", "live555", "Streamwide")
                .onlyIn(Profile.ONVIF)
                .message((message, report) -> {
                    if (message.srtpIds().size() > 1) {
                        report.at(HEADER, "HDR", message.srtpIds().size() + " entries");
                    }
                });
    }

    private static Rule zeroId() {
        return Rule.note("CS_ID_ZERO", "RFC 3830, 6.1.1; RFC 6043, 6.1.1")
                .title("A crypto session with the number 0")
                .why(
                        "The position in an SRTP-ID map counts from 1, and keys are derived with the number. One implementation "
                                + "counts from 0 in any map, and so derives other keys than everybody else.")
                .remedy("If media fails, try the keys of the next number.")
                .known("mykey")
                .notIn(Profile.TS33180)
                .message((message, report) -> {
                    for (GenericId id : genericIds(message)) {
                        if (id.csId() == 0) {
                            report.at(HEADER, "HDR", "CS ID 0");
                        }
                    }
                });
    }

    static List<GenericId> genericIds(MessageSubject message) {
        return message.header().map(CommonHeader::csIdMap).orElse(null) instanceof GenericIdMap map
                ? map.entries()
                : List.of();
    }

    private static Set<Integer> policies(MessageSubject message) {
        Set<Integer> numbers = new TreeSet<>();
        message.all(SpPayload.class).forEach(sp -> numbers.add(sp.value().policyNo()));
        return numbers;
    }

    private static Set<Integer> used(MessageSubject message) {
        Set<Integer> numbers = new TreeSet<>();
        message.srtpIds().forEach(id -> numbers.add(id.value().policyNo()));
        for (GenericId id : genericIds(message)) {
            for (int i = 0; i < id.policyNos().length(); i++) {
                numbers.add(id.policyNos().at(i));
            }
        }
        return numbers;
    }
}
