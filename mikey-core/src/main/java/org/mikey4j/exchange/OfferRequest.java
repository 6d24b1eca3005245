package org.mikey4j.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import org.mikey4j.crypto.Prf;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;

/**
 * What an I_MESSAGE is to contain, whatever the mode (RFC 3830, 3). Immutable; the same request can be sent to several
 * peers.
 *
 * <pre>{@code
 * OfferRequest request = OfferRequest.builder()
 *         .initiator(IdPayload.uri("sip:alice@example.org"))
 *         .responder(IdPayload.uri("sip:bob@example.org"))
 *         .csIdMap(CsIdMap.srtp(new SrtpId(0, ssrc, 0), new SrtpId(0, 0, 0)))
 *         .build();
 * }</pre>
 */
public final class OfferRequest {
    private final Builder values;

    private OfferRequest(Builder values) {
        this.values = values;
    }

    /** Starts with one random TGK, AES-CM-128, HMAC-SHA-1-160, MIKEY-1 and no crypto sessions. */
    public static Builder builder() {
        return new Builder();
    }

    /** The Initiator's identity. */
    public Optional<IdPayload> initiator() {
        return values.initiator;
    }

    /** The Responder's identity. */
    public Optional<IdPayload> responder() {
        return values.responder;
    }

    /** The crypto sessions. */
    public CsIdMap csIdMap() {
        return values.csIdMap;
    }

    /**
     * The crypto sessions with the rollover counters of this moment: a message that is made while streams run must carry
     * the current ones, so that late joiners fall into step (RFC 3830, 6.1.1).
     */
    public CsIdMap currentCsIdMap() {
        if (values.roc.isEmpty() || !(values.csIdMap instanceof SrtpIdMap map)) {
            return values.csIdMap;
        }
        List<SrtpId> current = new ArrayList<>();
        for (SrtpId id : map.entries()) {
            current.add(new SrtpId(id.policyNo(), id.ssrc(), values.roc.get().applyAsLong(id.ssrc())));
        }
        return SrtpIdMap.of(current);
    }

    /** The policies, numbered distinctly. */
    public List<SpPayload> policies() {
        return values.policies;
    }

    /** The keys to transport. */
    public List<KeySpec> keys() {
        return values.keys;
    }

    /** The general extensions. */
    public List<GeneralExtensionPayload> extensions() {
        return values.extensions;
    }

    /** The pseudo-random function. */
    public Prf prf() {
        return values.prf;
    }

    /** The cipher of the KEMAC; see {@code EncrAlg}. */
    public int encrAlg() {
        return values.encrAlg;
    }

    /** The MAC; see {@code MacAlg}. */
    public int macAlg() {
        return values.macAlg;
    }

    /** The CSB ID, if it is given. */
    public OptionalLong csbId() {
        return values.csbId;
    }

    /** The RAND, if it is given. */
    public Optional<Octets> rand() {
        return values.rand;
    }

    /** The timestamp, if it is given. */
    public Optional<TPayload> timestamp() {
        return values.timestamp;
    }

    /**
     * The same request with its CSB ID, RAND and keys drawn, so that it can be sent to every member of a group: all of
     * them must hold the same (RFC 3830, 8.1).
     */
    public OfferRequest drawn(ExchangeSettings settings) {
        Builder drawn = new Builder(values);
        drawn.csbId = OptionalLong.of(values.csbId.orElseGet(settings::newCsbId));
        drawn.rand = Optional.of(values.rand.orElseGet(() -> newRand(settings)));
        drawn.keys = new ArrayList<>();
        for (KeySpec spec : values.keys) {
            TransportedKey key = spec.draw(settings.random());
            drawn.keys.add(
                    spec.saltOctets() > 0
                            ? KeySpec.of(key.keyType(), key.key(), key.salt()).valid(key.kv())
                            : KeySpec.of(key.keyType(), key.key()).valid(key.kv()));
        }
        return drawn.build();
    }

    /** Draws a RAND of the recommended size. */
    public static Octets newRand(ExchangeSettings settings) {
        byte[] rand = new byte[RandPayload.RECOMMENDED_OCTETS];
        settings.random().nextBytes(rand);
        return Octets.copyOf(rand);
    }

    /** Collects the contents. */
    public static final class Builder {
        private Optional<IdPayload> initiator = Optional.empty();
        private Optional<IdPayload> responder = Optional.empty();
        private CsIdMap csIdMap = SrtpIdMap.of(List.of());
        private Optional<LongUnaryOperator> roc = Optional.empty();
        private List<SpPayload> policies = List.of();
        private List<KeySpec> keys = List.of(KeySpec.tgk());
        private List<GeneralExtensionPayload> extensions = List.of();
        private Prf prf = Prf.MIKEY_1;
        private int encrAlg = EncrAlg.AES_CM_128;
        private int macAlg = MacAlg.HMAC_SHA_1_160;
        private OptionalLong csbId = OptionalLong.empty();
        private Optional<Octets> rand = Optional.empty();
        private Optional<TPayload> timestamp = Optional.empty();

        private Builder() {}

        private Builder(Builder other) {
            this.initiator = other.initiator;
            this.responder = other.responder;
            this.csIdMap = other.csIdMap;
            this.roc = other.roc;
            this.policies = other.policies;
            this.keys = other.keys;
            this.extensions = other.extensions;
            this.prf = other.prf;
            this.encrAlg = other.encrAlg;
            this.macAlg = other.macAlg;
            this.csbId = other.csbId;
            this.rand = other.rand;
            this.timestamp = other.timestamp;
        }

        /** Says who the Initiator is; recommended. */
        public Builder initiator(IdPayload id) {
            this.initiator = Optional.of(id);
            return this;
        }

        /** Says for whom the message is; strongly recommended, against redirected messages (RFC 3830, 9.5). */
        public Builder responder(IdPayload id) {
            this.responder = Optional.of(id);
            return this;
        }

        /** Sets the crypto sessions. */
        public Builder csIdMap(CsIdMap map) {
            this.csIdMap = map;
            return this;
        }

        /**
         * Asks for the rollover counter of each stream when the message is made, instead of taking those of the map.
         *
         * @param currentRoc gives the rollover counter, 32 bits, for an SSRC; 0 for a stream that has not begun
         */
        public Builder roc(LongUnaryOperator currentRoc) {
            this.roc = Optional.of(currentRoc);
            return this;
        }

        /** Sets the policies; a map entry without one gets the defaults of its protocol. */
        public Builder policies(SpPayload... payloads) {
            this.policies = List.of(payloads);
            return this;
        }

        /** Sets the keys; none for an update that keeps them. */
        public Builder keys(KeySpec... specs) {
            this.keys = List.of(specs);
            return this;
        }

        /** Adds a general extension to those that are there. */
        public Builder extension(GeneralExtensionPayload payload) {
            List<GeneralExtensionPayload> all = new ArrayList<>(extensions);
            all.add(payload);
            this.extensions = List.copyOf(all);
            return this;
        }

        /** Sets the general extensions, such as the SDP IDs. */
        public Builder extensions(GeneralExtensionPayload... payloads) {
            this.extensions = List.of(payloads);
            return this;
        }

        /** Sets the pseudo-random function. */
        public Builder prf(Prf function) {
            this.prf = function;
            return this;
        }

        /** Sets the cipher of the KEMAC. NULL needs {@link ExchangeSettings#allowNull()}. */
        public Builder encrAlg(int alg) {
            this.encrAlg = alg;
            return this;
        }

        /** Sets the MAC. NULL needs {@link ExchangeSettings#allowNull()}. */
        public Builder macAlg(int alg) {
            this.macAlg = alg;
            return this;
        }

        /** Gives the CSB ID instead of drawing one: for groups and for vectors. */
        public Builder csbId(long id) {
            this.csbId = OptionalLong.of(id);
            return this;
        }

        /** Gives the RAND instead of drawing one: for groups and for vectors. */
        public Builder rand(Octets octets) {
            this.rand = Optional.of(octets);
            return this;
        }

        /**
         * Gives the timestamp instead of taking it from the clock: for counters and for vectors. It must never repeat
         * under the same key and CSB ID, since AES-CM would use the same key stream twice.
         */
        public Builder timestamp(TPayload payload) {
            this.timestamp = Optional.of(payload);
            return this;
        }

        public OfferRequest build() {
            return new OfferRequest(new Builder(this));
        }
    }
}
