package org.mikey4j.exchange.ticket;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.TicketPolicy;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.TicketType;

/**
 * What a ticket policy says (RFC 6043, 6.10). Its flags do not contradict each other: not D implies L, G implies F, not G
 * implies H, I implies E, K implies D, and M implies F.
 *
 * @param ticketType the kind of ticket; see {@code TicketType}
 * @param subtype the subtype, 1 for the base ticket
 * @param version its version, 1 for the base ticket
 * @param suite the algorithms, told by the pseudo-random function
 * @param flags the flags that are set
 * @param kms who can resolve the ticket, if it says
 * @param initiator who asked for the ticket or made it, if it says
 * @param start from when on it is valid; empty for no beginning. Written in whole seconds, 1968 to 2104
 * @param end until when it is valid; empty for no end
 * @param rekeying the longest time between two rekeyings, whole seconds; empty for any
 * @param keys the keys that are asked for, in a desired policy; empty leaves them to the KMS
 * @param applications the applications that it is for; empty for all
 * @param responders who may resolve it: users and groups, one or more
 */
public record TicketTerms(
        int ticketType,
        int subtype,
        int version,
        TicketSuite suite,
        Set<Flag> flags,
        Optional<IdPayload> kms,
        Optional<IdPayload> initiator,
        Optional<Instant> start,
        Optional<Instant> end,
        Optional<Duration> rekeying,
        List<KeySpec> keys,
        List<IdPayload> applications,
        List<IdPayload> responders) {

    /** @throws IllegalArgumentException if flags contradict each other, or there is no responder */
    public TicketTerms {
        flags = flags.isEmpty() ? Set.of() : Set.copyOf(flags);
        keys = List.copyOf(keys);
        applications = List.copyOf(applications);
        responders = List.copyOf(responders);
        imply(flags, !flags.contains(Flag.D), Flag.L, "not D");
        imply(flags, flags.contains(Flag.G), Flag.F, "G");
        imply(flags, !flags.contains(Flag.G), Flag.H, "not G");
        imply(flags, flags.contains(Flag.I), Flag.E, "I");
        imply(flags, flags.contains(Flag.K), Flag.D, "K");
        imply(flags, flags.contains(Flag.M), Flag.F, "M");
        if (responders.isEmpty()) {
            throw new IllegalArgumentException("IDRr: a ticket policy names one responder or more (RFC 6043, 6.10)");
        }
    }

    private static void imply(Set<Flag> flags, boolean condition, Flag implied, String what) {
        if (condition && !flags.contains(implied)) {
            throw new IllegalArgumentException("flags: " + what + " implies " + implied + " (RFC 6043, 6.10)");
        }
    }

    /**
     * Starts with a base ticket of a KMS that binds the keys to who answers and has both ends draw random values: flags D, E, F,
     * G, H, I, N and O, always valid, for all applications.
     *
     * @param responders who may resolve it
     */
    public static Builder builder(TicketSuite suite, IdPayload... responders) {
        return new Builder(suite, List.of(responders));
    }

    /** Starts with these terms. */
    public Builder toBuilder() {
        Builder builder = new Builder(suite, responders);
        builder.ticketType = ticketType;
        builder.subtype = subtype;
        builder.version = version;
        builder.flags = flags;
        builder.kms = kms;
        builder.initiator = initiator;
        builder.start = start;
        builder.end = end;
        builder.rekeying = rekeying;
        builder.keys = keys;
        builder.applications = applications;
        return builder;
    }

    /** Whether a flag is set. */
    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /** The policy on the wire. */
    public TicketPolicy toPolicy() {
        return TicketTermsCodec.encode(this);
    }

    /**
     * Reads a policy.
     *
     * @throws UnusableTicketException if it contradicts itself or cannot be read
     */
    public static TicketTerms of(TicketPolicy policy) {
        return TicketTermsCodec.decode(policy);
    }

    /**
     * Checks that the ticket is valid at a time.
     *
     * @throws UnusableTicketException if not
     */
    public void requireValidAt(Instant at) {
        if (start.filter(at::isBefore).isPresent()) {
            throw new UnusableTicketException(
                    RejectReason.TICKET_POLICY_REFUSED, "the ticket is not valid before " + start.get());
        }
        if (end.filter(at::isAfter).isPresent()) {
            throw new UnusableTicketException(
                    RejectReason.TICKET_POLICY_REFUSED, "the ticket is not valid after " + end.get());
        }
    }

    /** Collects terms. */
    public static final class Builder {
        private final TicketSuite suite;
        private List<IdPayload> responders;
        private int ticketType = TicketType.MIKEY_BASE;
        private int subtype = 1;
        private int version = 1;
        private Set<Flag> flags = EnumSet.of(Flag.D, Flag.E, Flag.F, Flag.G, Flag.H, Flag.I, Flag.N, Flag.O);
        private Optional<IdPayload> kms = Optional.empty();
        private Optional<IdPayload> initiator = Optional.empty();
        private Optional<Instant> start = Optional.empty();
        private Optional<Instant> end = Optional.empty();
        private Optional<Duration> rekeying = Optional.empty();
        private List<KeySpec> keys = List.of();
        private List<IdPayload> applications = List.of();

        private Builder(TicketSuite suite, List<IdPayload> responders) {
            this.suite = suite;
            this.responders = responders;
        }

        /** Sets the kind of ticket. */
        public Builder type(int type, int sub, int subVersion) {
            this.ticketType = type;
            this.subtype = sub;
            this.version = subVersion;
            return this;
        }

        /** Sets the flags, all of them. */
        public Builder flags(Set<Flag> set) {
            this.flags = set;
            return this;
        }

        /** Sets a flag. */
        public Builder with(Flag flag) {
            Set<Flag> set = EnumSet.of(flag);
            set.addAll(flags);
            this.flags = set;
            return this;
        }

        /** Clears these flags. */
        public Builder without(Flag... cleared) {
            Set<Flag> set = EnumSet.noneOf(Flag.class);
            set.addAll(flags);
            set.removeAll(List.of(cleared));
            this.flags = set;
            return this;
        }

        /** Says which KMS can resolve the ticket. */
        public Builder kms(IdPayload id) {
            this.kms = Optional.of(id);
            return this;
        }

        /** Says who asks for the ticket or makes it. */
        public Builder initiator(IdPayload id) {
            this.initiator = Optional.of(id);
            return this;
        }

        /** Sets the beginning; fractions of seconds are cut off. */
        public Builder start(Instant from) {
            this.start = Optional.of(from.truncatedTo(ChronoUnit.SECONDS));
            return this;
        }

        /** Sets the end; fractions of seconds are cut off. */
        public Builder end(Instant until) {
            this.end = Optional.of(until.truncatedTo(ChronoUnit.SECONDS));
            return this;
        }

        /** Sets the longest time between two rekeyings. */
        public Builder rekeyedEvery(Duration interval) {
            this.rekeying = Optional.of(interval);
            return this;
        }

        /** Asks for these keys; none in a granted policy. */
        public Builder keys(KeySpec... specs) {
            this.keys = List.of(specs);
            return this;
        }

        /** Names the applications; none for all. */
        public Builder applications(IdPayload... ids) {
            this.applications = List.of(ids);
            return this;
        }

        /** Names who may resolve the ticket. */
        public Builder responders(List<IdPayload> ids) {
            this.responders = ids;
            return this;
        }

        /**
         * The terms as they were set.
         *
         * @throws IllegalArgumentException if flags contradict each other, or there is no responder
         */
        public TicketTerms build() {
            return new TicketTerms(
                    ticketType,
                    subtype,
                    version,
                    suite,
                    flags,
                    kms,
                    initiator,
                    start,
                    end,
                    rekeying,
                    keys,
                    applications,
                    responders);
        }
    }
}
