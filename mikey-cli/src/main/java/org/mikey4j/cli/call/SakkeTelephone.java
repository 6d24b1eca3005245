package org.mikey4j.cli.call;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.Prf;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.sakke.SakkeIdentities;
import org.mikey4j.exchange.sakke.SakkeInitiator;
import org.mikey4j.exchange.sakke.SakkeOneWayOffer;
import org.mikey4j.exchange.sakke.SakkeRecipient;
import org.mikey4j.exchange.sakke.SakkeResponder;
import org.mikey4j.kms.KmsKeys;
import org.mikey4j.kms.UserKeys;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.replay.ReplayCache;

/** What a telephone makes of its identity-based keys: messages that it sends, and messages that it opens. */
final class SakkeTelephone implements AutoCloseable {
    private static final int POLICY = 0;

    private final Parties parties;
    private final String user;
    private final String kms;
    private final KmsKeys keys;
    private final ReplayCache replays;

    /**
     * @param user its user's URI
     * @param kms that of the service that makes the user's keys
     * @param keys taken over
     */
    SakkeTelephone(Parties parties, String user, String kms, KmsKeys keys, ReplayCache replays) {
        this.parties = parties;
        this.user = user;
        this.kms = kms;
        this.keys = keys;
        this.replays = replays;
    }

    /** Begins a message for one stream, whose crypto session has this number. */
    static OfferRequest.Builder stream(int csId, long ssrc) {
        Octets data = Octets.copyOf(
                ByteBuffer.allocate(Integer.BYTES).putInt((int) ssrc).array());
        Octets policies = Octets.copyOf(new byte[] {POLICY});
        return OfferRequest.builder()
                .prf(Prf.HMAC_SHA_256)
                .policies(SrtpPolicy.defaults().toPayload(POLICY))
                .csIdMap(new GenericIdMap(
                        List.of(new GenericId(csId, ProtType.SRTP, false, policies, data, Octets.EMPTY))));
    }

    /** Seals a key for another telephone. */
    SakkeOneWayOffer send(SakkeTelephone other, OfferRequest request) {
        Instant now = parties.clock().instant();
        UserKeys own = keys.keysAt(Optional.of(user), now)
                .orElseThrow(() -> new CallRefused("there are no keys of " + user + " for this time"));
        SakkeRecipient recipient = keys.recipient(other.user, Optional.of(other.kms), now)
                .orElseThrow(() -> new CallRefused("no service vouches for " + other.user));
        return new SakkeInitiator(parties.settings(), own.signingKey())
                .send(SakkeIdentities.ofUris(user, other.user, kms, other.kms), recipient, request);
    }

    /** Opens what has to be from this telephone. */
    ResponderResult receive(Octets message, SakkeTelephone from, Octets session, OfferJudge judge) {
        return new SakkeResponder(parties.settings(), keys.expecting(from.user), replays, judge)
                .receive(message, session);
    }

    @Override
    public void close() {
        keys.close();
    }
}
