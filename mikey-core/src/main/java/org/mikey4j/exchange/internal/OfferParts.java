package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;

/** The parts that the I_MESSAGEs of all modes are put together from (RFC 3830, 3 and 5.2). */
public final class OfferParts {
    private OfferParts() {}

    /**
     * Checks the use of NULL against the settings.
     *
     * @param v whether a verification message is asked for
     * @throws IllegalArgumentException if it is not allowed, or the verification message would have no MAC
     */
    public static void checkNull(KemacCipher cipher, MacAlgorithm mac, boolean v, ExchangeSettings settings) {
        boolean any = cipher == KemacCipher.NULL || mac == MacAlgorithm.NULL;
        if (any && !settings.allowNull()) {
            throw new IllegalArgumentException("NULL protects nothing; the settings do not allow it (RFC 3830, 4.2.4)");
        }
        if (mac == MacAlgorithm.NULL && cipher != KemacCipher.NULL) {
            throw new IllegalArgumentException("the NULL MAC goes with NULL encryption only (RFC 3830, 4.2.4)");
        }
        if (v && mac == MacAlgorithm.NULL) {
            throw new IllegalArgumentException("MAC alg: NULL, and a verification message needs a MAC (RFC 3830, 5.2)");
        }
    }

    /**
     * Checks that a request asks for the one key that Diffie-Hellman agrees on.
     *
     * @throws IllegalArgumentException if not
     */
    public static void checkAgreeable(OfferRequest request) {
        if (request.keys().size() != 1
                || request.keys().get(0).keyType() != KeyDataType.TGK
                || request.keys().get(0).key().isPresent()) {
            throw new IllegalArgumentException("keys: Diffie-Hellman agrees on one TGK, which cannot be given");
        }
    }

    /**
     * The state of the bundle that the message begins, or updates.
     *
     * @throws IllegalArgumentException if an update is not later than what it updates
     */
    public static CsbState state(
            OfferRequest request,
            ExchangeSettings settings,
            TimestampSource timestamps,
            Optional<SecurityAssociation> current) {
        TPayload timestamp = request.timestamp().orElseGet(timestamps::next);
        if (current.isEmpty()) {
            OptionalLong csbId = request.csbId();
            return new CsbState(
                    csbId.isPresent() ? csbId.getAsLong() : settings.newCsbId(),
                    request.prf(),
                    request.rand().orElseGet(() -> OfferRequest.newRand(settings)),
                    timestamp,
                    request.initiator(),
                    request.responder());
        }
        CsbState state = current.get().state();
        if (!Freshness.isNewer(timestamp, state.timestamp())) {
            throw new IllegalArgumentException("T: an update needs a later timestamp (RFC 3830, 4.5)");
        }
        return state.withTimestamp(timestamp);
    }

    /**
     * The keys of a request, drawn where they are not given.
     *
     * @throws IllegalArgumentException if a receiver could not tell them apart, or a TEK is longer than a policy's master key
     */
    public static List<TransportedKey> drawKeys(OfferRequest request, ExchangeSettings settings) {
        List<TransportedKey> keys = new ArrayList<>();
        for (KeySpec spec : request.keys()) {
            checkSize(spec, request.policies(), settings);
            keys.add(spec.draw(settings.random()));
        }
        try {
            KeyTransport.checkUsable(keys);
        } catch (Refusal e) {
            throw new IllegalArgumentException("key data: " + e.getMessage(), e);
        }
        return keys;
    }

    /**
     * A TEK with the salt run on behind it is what TEK+SALT is for (RFC 3830, 6.13). It is made only for peers that
     * understand nothing else, where the settings name it.
     */
    private static void checkSize(KeySpec spec, List<SpPayload> policies, ExchangeSettings settings) {
        for (SpPayload sp : policies) {
            if (spec.keyType() != KeyDataType.TEK || sp.protType() != ProtType.SRTP) {
                continue;
            }
            SrtpPolicy policy = SrtpPolicy.of(sp);
            boolean withSalt = settings.accepts(Compatibility.TEK_WITH_SALT_APPENDED)
                    && spec.keyOctets() == policy.masterKeyOctets() + policy.masterSaltOctets();
            if (spec.keyOctets() > policy.masterKeyOctets() && !withSalt) {
                throw new IllegalArgumentException("TEK: " + spec.keyOctets() + " octets, policy " + sp.policyNo()
                        + " takes " + policy.masterKeyOctets() + "; a salt goes with it as TEK+SALT");
            }
        }
    }

    /**
     * The payloads before the keys, in the order of RFC 3830, 3: T, RAND, identities or certificates, SP and general
     * extensions. An update has no RAND (4.5).
     */
    public static List<Payload> beforeKeys(
            OfferRequest request, CsbState state, boolean initial, List<? extends Payload> identities) {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(state.timestamp());
        if (initial && !state.rand().isEmpty()) {
            payloads.add(new RandPayload(state.rand()));
        }
        payloads.addAll(identities);
        payloads.addAll(request.policies());
        payloads.addAll(request.extensions());
        return payloads;
    }
}
