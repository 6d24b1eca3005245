package org.mikey4j.cli.lint;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.message.Severity;

/**
 * One rule: what it looks for, and all that a person wants to know about it.
 *
 * @param id a stable name, for example {@code T_FILETIME}
 * @param section where it comes from, for example {@code RFC 3830, 6.6}
 * @param title what is found, in a few words
 * @param explanation why it matters
 * @param remedy what to do about it
 * @param implementations who is known to do it, or to stumble over it
 * @param severities how much it matters under each profile; it does not apply under those that are missing
 * @param check what looks for it
 */
public record Rule(
        String id,
        String section,
        String title,
        String explanation,
        String remedy,
        List<String> implementations,
        Map<Profile, Severity> severities,
        Check check) {
    public Rule {
        implementations = List.copyOf(implementations);
        severities = Map.copyOf(severities);
    }

    /** What a rule looks at. */
    public sealed interface Check permits OnMessage, OnInput, OnExchange, OnProof {}

    /** Looks at one message. */
    @FunctionalInterface
    public non-sealed interface OnMessage extends Check {
        void look(MessageSubject message, Report report);
    }

    /** Looks at an input as a whole: its text, and all messages in it. */
    @FunctionalInterface
    public non-sealed interface OnInput extends Check {
        void look(InputSubject input, Report report);
    }

    /** Looks at a message and its answer. */
    @FunctionalInterface
    public non-sealed interface OnExchange extends Check {
        void look(ExchangeSubject exchange, Report report);
    }

    /** Looks at what came of checking a message with keys. */
    @FunctionalInterface
    public non-sealed interface OnProof extends Check {
        void look(ProofSubject proof, Report report);
    }

    /** How much it matters under a profile; empty if it does not apply. */
    public Optional<Severity> severity(Profile profile) {
        return Optional.ofNullable(severities.get(profile));
    }

    /** A rule that something breaks a standard so that a receiver has to refuse it. */
    public static Builder error(String id, String section) {
        return new Builder(id, section, Severity.ERROR);
    }

    /** A rule that something works with some, or is weaker than it looks. */
    public static Builder warning(String id, String section) {
        return new Builder(id, section, Severity.WARNING);
    }

    /** A rule about something good to know. */
    public static Builder note(String id, String section) {
        return new Builder(id, section, Severity.INFO);
    }

    /** Puts a rule together. */
    public static final class Builder {
        private final String id;
        private final String section;
        private final Map<Profile, Severity> severities = new EnumMap<>(Profile.class);
        private final List<String> implementations = new ArrayList<>();
        private String title = "";
        private String explanation = "";
        private String remedy = "";

        private Builder(String id, String section, Severity severity) {
            this.id = id;
            this.section = section;
            for (Profile profile : Profile.values()) {
                severities.put(profile, severity);
            }
        }

        /** What is found, in a few words. */
        public Builder title(String text) {
            title = text;
            return this;
        }

        /** Why it matters. */
        public Builder why(String text) {
            explanation = text;
            return this;
        }

        /** What to do about it. */
        public Builder remedy(String text) {
            remedy = text;
            return this;
        }

        /** Who is known to do it, or to stumble over it. */
        public Builder known(String... names) {
            implementations.addAll(List.of(names));
            return this;
        }

        /** It matters more or less under this profile. */
        public Builder in(Profile profile, Severity severity) {
            severities.put(profile, severity);
            return this;
        }

        /** It does not apply under this profile. */
        public Builder notIn(Profile profile) {
            severities.remove(profile);
            return this;
        }

        /** It applies under this profile alone. */
        public Builder onlyIn(Profile profile) {
            severities.keySet().retainAll(List.of(profile));
            return this;
        }

        /** The rule, for single messages. */
        public Rule message(OnMessage check) {
            return build(check);
        }

        /** The rule, for inputs as a whole. */
        public Rule input(OnInput check) {
            return build(check);
        }

        /** The rule, for a message and its answer. */
        public Rule exchange(OnExchange check) {
            return build(check);
        }

        /** The rule, for what came of checking a message with keys. */
        public Rule proof(OnProof check) {
            return build(check);
        }

        private Rule build(Check check) {
            return new Rule(id, section, title, explanation, remedy, implementations, severities, check);
        }
    }
}
