package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.Octets;

/**
 * The offerer's side of key management in SDP (RFC 4567, 4.1): an offer with its messages, which waits for the answer.
 * Knows no mode; the exchanges are given. Immutable; answers can be processed any number of times, once for each branch of
 * a fork.
 *
 * <pre>{@code
 * SdpOffer offer = SdpOffer.builder(sdp)
 *         .mikey(SdpSection.SESSION, level -> {
 *             PskPendingOffer pending = initiator.offer(psk, request.extensions(level.sdpIds()).build());
 *             return OfferedMessage.awaiting(pending.message(), pending::receive);
 *         })
 *         .build(SdpUse.OFFER);
 * send(offer.text());
 * switch (offer.receive(answer)) { ... }
 * }</pre>
 */
public final class SdpOffer {
    private final String text;
    private final Map<Integer, Function<Octets, InitiatorResult>> awaiting;

    private SdpOffer(String text, Map<Integer, Function<Octets, InitiatorResult>> awaiting) {
        this.text = text;
        this.awaiting = awaiting;
    }

    /**
     * Begins an offer.
     *
     * @param sdp the description with all its media. Key-mgmt lines that it has stay, and come before those that are added
     *     in order of preference
     */
    public static Builder builder(String sdp) {
        return new Builder(Sdp.parse(sdp));
    }

    /** The description with its keys. */
    public String text() {
        return text;
    }

    /** What processes the answers, by the level of their messages. */
    Map<Integer, Function<Octets, InitiatorResult>> awaiting() {
        return awaiting;
    }

    /** What came of an answer. */
    public sealed interface Outcome {
        /**
         * All exchanges that ask for an answer are complete.
         *
         * @param associations their keys and policies by section, see {@link SdpSection#media}; none for media that the
         *     answer refuses
         */
        record Established(Map<Integer, SecurityAssociation> associations) implements Outcome {
            public Established {
                associations = Map.copyOf(associations);
            }
        }

        /**
         * The answer has no MIKEY message at a level where one is awaited. Nothing shows whether the answerer declined or
         * somebody took the lines out: if local policy wants the media secured, the session is aborted (RFC 4567, 8).
         *
         * @param section the level
         * @param others the key-mgmt lines that the answer has
         */
        record NoAnswer(int section, List<KeyMgmtAttribute> others) implements Outcome {
            public NoAnswer {
                others = List.copyOf(others);
            }
        }

        /**
         * A line of the answer cannot be used.
         *
         * @param section its level
         * @param diagnostics why
         */
        record Malformed(int section, List<Diagnostic> diagnostics) implements Outcome {
            public Malformed {
                diagnostics = List.copyOf(diagnostics);
            }
        }

        /**
         * A message of the answer was refused, or reports an error. Another offer can be made; otherwise the session is
         * aborted (RFC 4567, 4.1.1).
         *
         * @param section its level
         * @param reason why
         */
        record Refused(int section, Rejected reason) implements Outcome {}
    }

    /**
     * Processes the answer. Its messages stand at the levels of those that they answer; one failure on any level fails all,
     * and leaves no association (RFC 4567, 4.1.2).
     *
     * @param answer the SDP answer
     */
    public Outcome receive(String answer) {
        Sdp sdp = Sdp.parse(answer);
        Map<Integer, SecurityAssociation> associations = new LinkedHashMap<>();
        for (Map.Entry<Integer, Function<Octets, InitiatorResult>> each : awaiting.entrySet()) {
            int section = each.getKey();
            if (isRefused(sdp, section)) {
                continue;
            }
            Optional<Outcome> failure = receive(sdp, section, each.getValue(), associations);
            if (failure.isPresent()) {
                associations.values().forEach(SecurityAssociation::close);
                return failure.get();
            }
        }
        return new Outcome.Established(associations);
    }

    /** Whether the answerer wants nothing of the media: port 0, and no keys (RFC 3264, 6). */
    private static boolean isRefused(Sdp answer, int section) {
        return section != SdpSection.SESSION
                && section < answer.media().size()
                && answer.section(section).port() == 0
                && answer.section(section).attributes().isEmpty();
    }

    private static Optional<Outcome> receive(
            Sdp answer,
            int section,
            Function<Octets, InitiatorResult> exchange,
            Map<Integer, SecurityAssociation> associations) {
        List<KeyMgmtAttribute> mikey =
                section < answer.media().size() ? answer.section(section).mikey() : List.of();
        if (mikey.isEmpty()) {
            return Optional.of(new Outcome.NoAnswer(section, answer.attributes()));
        }
        KeyMgmtAttribute attribute = mikey.get(0);
        if (mikey.size() > 1 || !attribute.data().isReadable()) {
            List<Diagnostic> why = SdpUse.OFFER.check(answer).map(List::of).orElse(attribute.diagnostics());
            return Optional.of(new Outcome.Malformed(section, why));
        }
        InitiatorResult result = exchange.apply(attribute.data().octets());
        if (result instanceof InitiatorResult.Established established) {
            associations.put(section, established.association());
            return Optional.empty();
        }
        return Optional.of(new Outcome.Refused(section, (Rejected) result));
    }

    /** Collects the messages. Not thread-safe. */
    public static final class Builder {
        private final Sdp sdp;
        private final List<Line> lines = new ArrayList<>();

        /** A line to come: a message of MIKEY, or the data of another protocol. */
        private record Line(int section, String prtclId, Function<KeyMgmtLevel, LineData> maker) {}

        private record LineData(Octets data, Optional<Function<Octets, InitiatorResult>> answer) {}

        private Builder(Sdp sdp) {
            this.sdp = sdp;
        }

        /**
         * Adds a MIKEY message.
         *
         * @param section the media description, counted from 0, or {@link SdpSection#SESSION}
         * @param maker makes the I_MESSAGE with {@link KeyMgmtLevel#sdpIds}; called when the offer is built, since the
         *     message has to know all that is offered at its level
         * @throws IllegalArgumentException if there is no such section
         */
        public Builder mikey(int section, Function<KeyMgmtLevel, OfferedMessage> maker) {
            return line(section, KeyMgmtAttribute.MIKEY, level -> {
                OfferedMessage offered = maker.apply(level);
                return new LineData(offered.message().octets(), offered.answer());
            });
        }

        /**
         * Adds another key management protocol.
         *
         * @param section the media description, counted from 0, or {@link SdpSection#SESSION}
         * @param prtclId its identifier, letters and digits
         * @param maker makes its data, which is to authenticate {@link KeyMgmtLevel#prtclIds}
         * @throws IllegalArgumentException if there is no such section
         */
        public Builder protocol(int section, String prtclId, Function<KeyMgmtLevel, Octets> maker) {
            return line(section, prtclId, level -> new LineData(maker.apply(level), Optional.empty()));
        }

        private Builder line(int section, String prtclId, Function<KeyMgmtLevel, LineData> maker) {
            lines.add(new Line(sdp.section(section).media(), prtclId, maker));
            return this;
        }

        /**
         * Makes the messages and puts them in.
         *
         * @throws IllegalArgumentException if the lines are against the rules for this use: a protocol twice at a level; in
         *     RTSP several protocols at a level, or keys for the session without an aggregate control URI; in an
         *     announcement several protocols, or a message that asks for an answer
         */
        public SdpOffer build(SdpUse use) {
            // The levels are known only when all lines are there, so the lines stand first without their data.
            Sdp outline = outline();
            use.check(outline).ifPresent(fault -> {
                throw new IllegalArgumentException(fault.message());
            });
            if (use == SdpUse.RTSP && outline.session().prtclIds().size() > 0 && !hasAggregateControl()) {
                throw new IllegalArgumentException("keys for the session need its control URI, a=control");
            }
            Map<Integer, Function<Octets, InitiatorResult>> awaiting = new LinkedHashMap<>();
            SdpEditor editor = sdp.edit();
            for (Line line : lines) {
                LineData made = line.maker().apply(KeyMgmtLevel.of(outline, outline.section(line.section())));
                if (use == SdpUse.ONE_WAY && made.answer().isPresent()) {
                    throw new IllegalArgumentException("nobody can answer a message in an announcement");
                }
                editor.add(line.section(), line.prtclId(), made.data());
                made.answer().ifPresent(answer -> awaiting.put(line.section(), answer));
            }
            return new SdpOffer(editor.text(), awaiting);
        }

        private Sdp outline() {
            SdpEditor editor = sdp.edit();
            for (Line line : lines) {
                editor.add(line.section(), line.prtclId(), Octets.EMPTY);
            }
            return Sdp.parse(editor.text());
        }

        private boolean hasAggregateControl() {
            int session = sdp.session().end();
            String text = sdp.text();
            for (int at = 0; at < session; at = TextLines.next(text, TextLines.end(text, at))) {
                if (text.startsWith("a=control:", at)) {
                    return true;
                }
            }
            return false;
        }
    }
}
