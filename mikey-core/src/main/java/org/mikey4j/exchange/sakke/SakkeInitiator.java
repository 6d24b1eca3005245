package org.mikey4j.exchange.sakke;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiSigningKey;
import org.mikey4j.crypto.sakke.SakkeException;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.OfferParts;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.SType;
import org.mikey4j.message.registry.SakkeParams;

/**
 * Makes I_MESSAGEs of MIKEY-SAKKE (RFC 6509, 4). Immutable but for the last timestamp it gave out; safe under threads.
 *
 * <p>A group is one message for each member, each with the same key in its request (RFC 6509, 4.5).
 *
 * <pre>{@code
 * SakkeInitiator alice = new SakkeInitiator(settings, aliceSigningKey);
 * try (SakkeOneWayOffer offer = alice.send(identities, bob, request)) {
 *     send(offer.message().octets().toByteArray());
 * }
 * }</pre>
 */
public final class SakkeInitiator {
    private static final int SIGNATURE_OCTETS = 129;

    private final ExchangeSettings settings;
    private final EccsiSigningKey signingKey;
    private final TimestampSource timestamps;

    /**
     * @param settings local policy
     * @param signingKey the Initiator's key for the key period of the messages
     */
    public SakkeInitiator(ExchangeSettings settings, EccsiSigningKey signingKey) {
        this.settings = settings;
        this.signingKey = signingKey;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Makes an I_MESSAGE.
     *
     * @param identities what the message says of both ends and their KMSs
     * @param recipient whom the key is encapsulated to
     * @param request crypto sessions, policies and extensions; its one key is a TGK of 16 octets; PRF-HMAC-SHA-256 is what
     *     mission-critical services use
     * @throws IllegalArgumentException if the request has another key, or cannot be encoded
     * @throws SakkeException if the recipient's identifier cannot be encapsulated to
     */
    public SakkeOneWayOffer send(SakkeIdentities identities, SakkeRecipient recipient, OfferRequest request) {
        return send(identities, recipient, Optional.empty(), request);
    }

    /**
     * As {@link #send(SakkeIdentities, SakkeRecipient, OfferRequest)}, and encapsulates the same key to the Initiator itself, so that
     * its other devices, and it later on, can open the message (TS 33.180, E.5).
     */
    public SakkeOneWayOffer sendToSelfToo(
            SakkeIdentities identities, SakkeRecipient recipient, SakkeRecipient self, OfferRequest request) {
        return send(identities, recipient, Optional.of(self), request);
    }

    private SakkeOneWayOffer send(
            SakkeIdentities identities, SakkeRecipient recipient, Optional<SakkeRecipient> self, OfferRequest request) {
        TransportedKey key = draw(request);
        CsbState state = OfferParts.state(request, settings, timestamps, Optional.empty());
        List<Payload> payloads = new ArrayList<>();
        payloads.add(state.timestamp());
        payloads.add(new RandPayload(state.rand()));
        payloads.addAll(identities.payloads());
        payloads.addAll(request.policies());
        payloads.add(encapsulate(recipient, key.key()));
        self.ifPresent(to -> payloads.add(toSelf(encapsulate(to, key.key()))));
        payloads.addAll(request.extensions());
        CommonHeader header =
                new CommonHeader(DataType.SAKKE, false, state.prf().prfFunc(), state.csbId(), request.currentCsIdMap());
        CsbState named = new CsbState(
                state.csbId(),
                state.prf(),
                state.rand(),
                state.timestamp(),
                SakkeIdentities.plain(identities.initiator()),
                SakkeIdentities.plain(identities.responder()));
        return new SakkeOneWayOffer(
                sign(header, payloads),
                new SecurityAssociation(
                        named,
                        SecretBytes.empty(),
                        header.csIdMap(),
                        request.policies(),
                        List.of(key),
                        request.extensions(),
                        List.of()));
    }

    private TransportedKey draw(OfferRequest request) {
        List<TransportedKey> keys = OfferParts.drawKeys(request, settings);
        if (keys.size() != 1
                || keys.get(0).keyType() != KeyDataType.TGK
                || keys.get(0).key().length() != KeySpec.TGK_OCTETS) {
            keys.forEach(TransportedKey::close);
            throw new IllegalArgumentException("key: SAKKE carries one TGK of 16 octets (RFC 6509, 2.1)");
        }
        return keys.get(0);
    }

    private static SakkePayload encapsulate(SakkeRecipient to, SecretBytes key) {
        return new SakkePayload(
                SakkeParams.PARAMETER_SET_1, to.idScheme(), to.kms().encapsulate(to.identifier(), key));
    }

    private static GeneralExtensionPayload toSelf(SakkePayload sakke) {
        return new GeneralExtensionPayload(GeneralExtensionType.SAKKE_TO_SELF, PayloadChain.encode(List.of(sakke)));
    }

    /** Over all that stands before the signature, type and length of SIGN included (RFC 3830, 5.2). */
    private MikeyMessage sign(CommonHeader header, List<Payload> payloads) {
        payloads.add(new SignPayload(SType.ECCSI, Octets.copyOf(new byte[SIGNATURE_OCTETS])));
        MikeyMessage message = MikeyMessage.encode(header, payloads);
        Octets covered = message.octets().slice(0, message.octets().length() - SIGNATURE_OCTETS);
        return message.withLast(new SignPayload(SType.ECCSI, signingKey.sign(covered, settings.random())));
    }
}
