package org.mikey4j.exchange;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import org.mikey4j.message.DecodeOptions;

/**
 * Local policy: what an end makes and accepts. Immutable and safe to share.
 *
 * <p>The defaults follow the standard and refuse what protects nothing.
 */
public final class ExchangeSettings {
    /** How far a timestamp may be from the local clock unless set otherwise. */
    public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

    private final Clock clock;
    private final SecureRandom random;
    private final Duration window;
    private final boolean allowNull;
    private final boolean reportAuthenticationFailures;
    private final boolean certificatesInErrors;
    private final Set<Compatibility> compatibility;
    private final DecodeOptions decodeOptions;
    private final LongPredicate csbIdInUse;

    private ExchangeSettings(Builder builder) {
        this.clock = builder.clock;
        this.random = builder.random;
        this.window = builder.window;
        this.allowNull = builder.allowNull;
        this.reportAuthenticationFailures = builder.reportAuthenticationFailures;
        this.certificatesInErrors = builder.certificatesInErrors;
        this.compatibility = Set.copyOf(builder.compatibility);
        this.decodeOptions = builder.decodeOptions;
        this.csbIdInUse = builder.csbIdInUse;
    }

    /** Starts with the defaults. */
    public static Builder builder(Clock clock, SecureRandom random) {
        return new Builder(clock, random);
    }

    /** Where the time of timestamps comes from. */
    public Clock clock() {
        return clock;
    }

    /** Where keys, random values and CSB IDs come from. */
    public SecureRandom random() {
        return random;
    }

    /** How far a timestamp may be from the local clock, either way (RFC 3830, 5.4). */
    public Duration window() {
        return window;
    }

    /**
     * Whether NULL encryption or a NULL MAC is made and accepted. Only for transports that protect the message
     * themselves, such as RTSP over TLS (RFC 3830, 4.2.3 and 4.2.4).
     */
    public boolean allowNull() {
        return allowNull;
    }

    /** Whether a failed authentication is answered with an error message, which cannot be authenticated itself. */
    public boolean reportAuthenticationFailures() {
        return reportAuthenticationFailures;
    }

    /** Whether this departure is accepted. */
    public boolean accepts(Compatibility departure) {
        return compatibility.contains(departure);
    }

    /** Whether all of these departures are accepted. */
    public boolean accepts(Collection<Compatibility> departures) {
        return compatibility.containsAll(departures);
    }

    /**
     * Whether a signed error message carries the identity and the certificates of this end. RFC 3830, 5.1.2 lists neither, but
     * without them an Initiator that did not know who would answer cannot tell whether the error is authentic.
     */
    public boolean certificatesInErrors() {
        return certificatesInErrors;
    }

    /** How strictly messages are decoded. */
    public DecodeOptions decodeOptions() {
        return decodeOptions;
    }

    /** Draws a CSB ID that is not in use (RFC 3830, 6.1). */
    public long newCsbId() {
        while (true) {
            long csbId = Integer.toUnsignedLong(random.nextInt());
            if (!csbIdInUse.test(csbId)) {
                return csbId;
            }
        }
    }

    /** Collects settings. */
    public static final class Builder {
        private final Clock clock;
        private final SecureRandom random;
        private final Set<Compatibility> compatibility = EnumSet.noneOf(Compatibility.class);
        private Duration window = DEFAULT_WINDOW;
        private boolean allowNull;
        private boolean reportAuthenticationFailures;
        private boolean certificatesInErrors;
        private DecodeOptions decodeOptions = DecodeOptions.STRICT;
        private LongPredicate csbIdInUse = csbId -> false;

        private Builder(Clock clock, SecureRandom random) {
            this.clock = Objects.requireNonNull(clock);
            this.random = Objects.requireNonNull(random);
        }

        /**
         * Sets {@link ExchangeSettings#window()}.
         *
         * @throws IllegalArgumentException unless positive and at most 30 years, since NTP time is ambiguous beyond
         */
        public Builder window(Duration window) {
            if (window.isNegative() || window.isZero() || window.compareTo(Duration.ofDays(30 * 365)) > 0) {
                throw new IllegalArgumentException("window: " + window);
            }
            this.window = window;
            return this;
        }

        /** Sets {@link ExchangeSettings#allowNull()}. */
        public Builder allowNull(boolean allow) {
            this.allowNull = allow;
            return this;
        }

        /** Sets {@link ExchangeSettings#reportAuthenticationFailures()}. */
        public Builder reportAuthenticationFailures(boolean report) {
            this.reportAuthenticationFailures = report;
            return this;
        }

        /** Sets {@link ExchangeSettings#certificatesInErrors()}. */
        public Builder certificatesInErrors(boolean send) {
            this.certificatesInErrors = send;
            return this;
        }

        /** Accepts these departures from the standard. */
        public Builder accept(Compatibility... departures) {
            compatibility.addAll(Set.of(departures));
            return this;
        }

        /** Sets {@link ExchangeSettings#decodeOptions()}. */
        public Builder decodeOptions(DecodeOptions options) {
            this.decodeOptions = options;
            return this;
        }

        /** Tells which CSB IDs are taken, so that new ones do not collide with them. */
        public Builder csbIdInUse(LongPredicate inUse) {
            this.csbIdInUse = inUse;
            return this;
        }

        public ExchangeSettings build() {
            return new ExchangeSettings(this);
        }
    }
}
