package org.mikey4j.exchange.ibake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.replay.ReplayCache;

/**
 * The key management service's end: answers REQUEST_KEY_INIT of both kinds (RFC 6267, 4.2.1.2 and 4.2.1.3). A KEMAC in a request, which
 * asks for particular keys in a way that the standard does not say, is ignored. Immutable, and safe under threads if what it is given is.
 */
public final class KeyIssuer {
    private static final int[] ONCE = {PayloadType.T, PayloadType.RAND, PayloadType.KEMAC};
    private static final int[] ONCE_PKE = {
        PayloadType.T, PayloadType.RAND, PayloadType.KEMAC, PayloadType.CHASH, PayloadType.PKE
    };

    /** Stands in for the key of a user whom nobody knows, so that a stranger costs what a forger costs. */
    private static final byte[] NO_SUCH_KEY = new byte[16];

    private final ExchangeSettings settings;
    private final IdPayload self;
    private final Users users;
    private final ReplayCache replayCache;
    private final KeyAuthority authority;

    /**
     * @param settings local policy
     * @param self IDRkms
     * @param users how users are authenticated
     * @param replayCache what was accepted before
     * @param authority decides on authentic requests
     */
    public KeyIssuer(
            ExchangeSettings settings, IdPayload self, Users users, ReplayCache replayCache, KeyAuthority authority) {
        this.settings = settings;
        this.self = self;
        this.users = users;
        this.replayCache = replayCache;
        this.authority = authority;
    }

    /**
     * How users are authenticated.
     *
     * @param psk the key shared with a user, by IDRpsk or else by its first identity; nothing if there is none
     * @param trust decides on certificates
     * @param openers finds the service's private key for the certificate hash that a request names
     */
    public record Users(
            Function<IdPayload, Optional<SecretBytes>> psk,
            PeerTrust trust,
            Function<Optional<ChashPayload>, Optional<EnvelopeOpener>> openers) {}

    /** A request whose parts are there. */
    private record Parsed(ReceivedOffer offer, KeyNames names, CsbState state, MacAlgorithm mac) {}

    /**
     * Processes a request.
     *
     * @param context what the transport knows of where it belongs; the same request again in the same context gets the same answer, in
     *     another it is a replay. Empty if a request can lawfully come once only
     */
    public KeyIssue receive(Octets octets, Octets context) {
        try {
            MikeyMessage message = MikeyMessage.decode(octets, settings.decodeOptions());
            return message.header().dataType() == DataType.REQUEST_KEY_PKE
                    ? enveloped(message, context)
                    : preShared(message, context);
        } catch (MalformedMessageException e) {
            return new KeyIssue.Refused(Refusal.of(e).toRejected(octets, settings));
        } catch (Refusal e) {
            return new KeyIssue.Refused(e.toRejected(octets, settings));
        }
    }

    private KeyIssue preShared(MikeyMessage message, Octets context) {
        ReceivedOffer offer = underSharedKey(message);
        MacAlgorithm mac = mac(message);
        Parsed parsed = parse(offer, mac);
        Freshness freshness = Freshness.of(offer, mac.macOctets(), context, settings, replayCache);
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return new KeyIssue.Repeated(repeated.get().reply());
        }
        IdPayload asker = parsed.names.users().get(0);
        Optional<SecretBytes> psk = users.psk.apply(parsed.names.pskId().orElse(asker));
        try (SecretBytes key = psk.map(SecretBytes::copy).orElseGet(() -> SecretBytes.copyOf(NO_SUCH_KEY));
                IbakeMac check = IbakeMac.of(key, mac, parsed.state, parsed.names.involved())) {
            if (!check.isRight(message) || psk.isEmpty()) {
                throw Refusal.because(
                        RejectReason.AUTHENTICATION_FAILED, "the MAC is wrong, or no key is known for the sender");
            }
            return issue(parsed, asker, key, check, freshness);
        }
    }

    private KeyIssue enveloped(MikeyMessage message, Octets context) {
        ReceivedOffer offer = signed(message);
        PkePayload pke = Payloads.required(message, PkePayload.class, "PKE");
        Parsed parsed = parse(offer, IbakePoints.mac(offer.prf()));
        Freshness freshness =
                Freshness.of(offer, Signatures.sign(message).signature().length(), context, settings, replayCache);
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return new KeyIssue.Repeated(repeated.get().reply());
        }
        IdPayload asker = parsed.names.users().get(0);
        Signatures.authenticate(
                message, Optional.of(asker), users.trust, offer.at(settings), settings, parsed.names.covered());
        EnvelopeOpener opener = users.openers
                .apply(message.payload(ChashPayload.class))
                .orElseThrow(() -> Refusal.because(
                        RejectReason.CERTIFICATE_REFUSED, "CHASH names a certificate that is not this service's"));
        try (SecretBytes key = opener.open(pke.data());
                IbakeMac seal = IbakeMac.of(key, parsed.mac, parsed.state, parsed.names.involved())) {
            return issue(parsed, asker, key, seal, freshness);
        }
    }

    /**
     * The parts of REQUEST_KEY_INIT_PSK.
     *
     * @throws Refusal if they are not all there, or it is another message
     */
    static ReceivedOffer underSharedKey(MikeyMessage message) {
        return ReceivedOffer.of(message, DataType.REQUEST_KEY_PSK, PayloadType.V, ONCE, PayloadType.IDR);
    }

    /** Those of REQUEST_KEY_INIT_PKE. */
    static ReceivedOffer signed(MikeyMessage message) {
        return ReceivedOffer.of(
                message, DataType.REQUEST_KEY_PKE, PayloadType.SIGN, ONCE_PKE, PayloadType.IDR, PayloadType.CERT);
    }

    /** The algorithm of its V. */
    static MacAlgorithm mac(MikeyMessage message) {
        VPayload v = Payloads.required(message, VPayload.class, "V");
        return MacAlgorithm.of(v.authAlg())
                .filter(algorithm -> algorithm != MacAlgorithm.NULL)
                .orElseThrow(() -> Refusal.because(RejectReason.UNSUPPORTED_MAC, "the NULL MAC protects nothing"));
    }

    private Parsed parse(ReceivedOffer offer, MacAlgorithm mac) {
        MikeyMessage message = offer.message();
        if (message.header().csIdMap().csCount() != 0) {
            throw Refusal.because(
                    RejectReason.UNEXPECTED_PAYLOAD, "a request for keys has no crypto sessions (RFC 6267, 4.2.1.1)");
        }
        KeyNames names = KeyNames.of(message);
        if (!names.kms().equals(self)) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the request is for another key management service");
        }
        return new Parsed(offer, names, names.state(offer), mac);
    }

    private KeyIssue issue(Parsed parsed, IdPayload asker, SecretBytes key, IbakeMac mac, Freshness freshness) {
        try {
            Instant at = IbakeHeaders.at(parsed.offer.timestamp(), settings);
            List<DeliveredKey> keys = authority
                    .keys(asker, parsed.names.users(), at)
                    .orElseThrow(() -> Refusal.because(
                            RejectReason.IDENTITY_REFUSED, "the sender may not have the keys of all these identities"));
            MikeyMessage reply;
            try {
                reply = reply(parsed, keys, key, mac);
            } finally {
                keys.forEach(DeliveredKey::close);
            }
            Optional<ResponderResult.Repeated> before = freshness.remember(Optional.of(reply));
            return before.isPresent() ? new KeyIssue.Repeated(before.get().reply()) : new KeyIssue.Issued(reply);
        } catch (Refusal e) {
            return new KeyIssue.Refused(e.toRejected(
                    parsed.offer.message().octets(),
                    settings,
                    (error, t) -> mac.append(error.header(), error.payloads())));
        }
    }

    /** {@code HDR, T, IDRi, IDRkms, KEMAC, V} with {@code KEMAC = E(encr_key, ID || K_PR)}. */
    private MikeyMessage reply(Parsed parsed, List<DeliveredKey> keys, SecretBytes key, IbakeMac mac) {
        CsbState state = parsed.state;
        List<Payload> payloads = new ArrayList<>();
        payloads.add(state.timestamp());
        payloads.addAll(parsed.names.userPayloads());
        payloads.add(parsed.names.kmsPayload());
        try (MessageProtection protection = MessageProtection.derive(
                KemacCipher.AES_CM_128, MacAlgorithm.NULL, 0, state.prf(), key, state.csbId(), state.rand())) {
            payloads.add(protection.seal(inside(keys), state.csbId(), state.timestamp()));
        }
        return mac.append(KeyRequester.header(DataType.REQUEST_KEY_RESP, state), payloads);
    }

    private static List<Payload> inside(List<DeliveredKey> keys) {
        List<Payload> inside = new ArrayList<>();
        for (DeliveredKey delivered : keys) {
            byte[] octets = delivered.key().toByteArray();
            inside.add(delivered.id());
            inside.add(new KeyDataPayload(KeyDataType.K_PR, Octets.copyOf(octets), Octets.EMPTY, delivered.validity()));
            Arrays.fill(octets, (byte) 0);
        }
        return inside;
    }
}
