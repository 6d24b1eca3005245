package org.mikey4j.exchange.publickey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MapAnswer;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Policies;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.Signatures;
import org.mikey4j.exchange.internal.SignedIds;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/** The processing of one I_MESSAGE, in the order of RFC 3830, 5.3. */
final class PkReception {
    private static final int[] ONCE = {
        PayloadType.T, PayloadType.RAND, PayloadType.KEMAC, PayloadType.CHASH, PayloadType.PKE
    };
    private static final int[] OFTEN = {PayloadType.ID, PayloadType.CERT, PayloadType.SP, PayloadType.GENERAL_EXT};

    private final PkResponder.Context context;
    private final ExchangeSettings settings;
    private final Octets exchange;
    private final Optional<SecurityAssociation> current;

    PkReception(PkResponder.Context context, Octets exchange, Optional<SecurityAssociation> current) {
        this.context = context;
        this.settings = context.settings();
        this.exchange = exchange;
        this.current = current;
    }

    ResponderResult process(Octets octets) {
        try {
            return process(MikeyMessage.decode(octets, settings.decodeOptions()));
        } catch (MalformedMessageException e) {
            return Refusal.of(e).toRejected(octets, settings);
        } catch (Refusal e) {
            return e.toRejected(octets, settings);
        }
    }

    private ResponderResult process(MikeyMessage message) {
        CommonHeader header = message.header();
        if (header.dataType() != DataType.PK_INIT) {
            throw Refusal.because(
                    RejectReason.WRONG_DATA_TYPE,
                    DataType.REGISTRY.name(header.dataType()) + " is not the I_MESSAGE of the public-key method");
        }
        Prf prf = Prf.of(header.prfFunc())
                .orElseThrow(() -> Refusal.because(RejectReason.UNSUPPORTED_PRF, "PRF func " + header.prfFunc()));
        Payloads.check(message, PayloadType.SIGN, ONCE, OFTEN);
        TPayload timestamp = Payloads.required(message, TPayload.class, "T");
        KemacPayload kemac = Payloads.required(message, KemacPayload.class, "KEMAC");
        PkePayload pke = Payloads.required(message, PkePayload.class, "PKE");
        Octets rand = Payloads.bundleRand(
                message.payload(RandPayload.class).map(RandPayload::rand), current, header.csbId(), prf);
        MacAlgorithm mac = MacAlgorithm.of(kemac.macAlg()).orElseThrow();
        KemacCipher cipher = KemacCipher.of(kemac.encrAlg())
                .orElseThrow(() -> Refusal.because(
                        RejectReason.UNSUPPORTED_ENCRYPTION, "encr alg " + kemac.encrAlg() + " is not supported"));
        if (mac == MacAlgorithm.NULL || cipher == KemacCipher.NULL) {
            throw Refusal.because(
                    mac == MacAlgorithm.NULL ? RejectReason.UNSUPPORTED_MAC : RejectReason.UNSUPPORTED_ENCRYPTION,
                    "NULL has no use under an envelope key");
        }
        Freshness freshness = Freshness.of(
                message,
                timestamp,
                Signatures.sign(message).signature().length(),
                exchange,
                settings,
                context.replayCache());
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return repeated.get();
        }
        SignedIds ids = SignedIds.of(message, context.id());
        Instant at = NtpTime.toInstant(timestamp.tsValue(), settings.clock().instant());
        Signatures.Signer signer = Signatures.authenticate(message, ids.initiator(), context.trust(), at);
        try (SecretBytes envelopeKey = opener(message).open(pke.data());
                MessageProtection protection = MessageProtection.derive(
                        cipher, mac, mac.keyOctets(), prf, envelopeKey, header.csbId(), rand)) {
            if (!protection.isAuthenticAlone(kemac)) {
                throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the MAC of the KEMAC is wrong");
            }
            return processAuthentic(
                    message,
                    freshness,
                    signer,
                    protection,
                    envelopeKey,
                    new Parsed(prf, rand, timestamp, kemac, pke, at));
        }
    }

    private record Parsed(Prf prf, Octets rand, TPayload timestamp, KemacPayload kemac, PkePayload pke, Instant at) {}

    private ResponderResult processAuthentic(
            MikeyMessage message,
            Freshness freshness,
            Signatures.Signer signer,
            MessageProtection protection,
            SecretBytes envelopeKey,
            Parsed parsed) {
        CommonHeader header = message.header();
        KeyTransport.Opened opened =
                KeyTransport.open(protection, parsed.kemac, header.csbId(), parsed.timestamp, PayloadType.ID);
        IdPayload initiator = opened.id()
                .orElseThrow(() -> Refusal.because(
                        RejectReason.KEYS_UNUSABLE, "the key data does not begin with IDi (RFC 3830, 3.2)"));
        try {
            signer.requireIdentity(initiator, context.trust(), parsed.at);
            freshness.requireOrder(current.map(SecurityAssociation::state), Octets.EMPTY, (peer, counter) -> false);
            List<SpPayload> policies = message.payloads(SpPayload.class);
            List<GeneralExtensionPayload> extensions = message.payloads(GeneralExtensionPayload.class);
            OfferJudge.Verdict.Accept accepted = Policies.judge(
                    context.judge(),
                    new OfferJudge.Offer(
                            Optional.of(initiator), Optional.of(context.id()), header.csIdMap(), policies, extensions));
            List<TransportedKey> keys = opened.keys();
            if (keys.isEmpty()) {
                keys = current.map(SecurityAssociation::copyKeys)
                        .orElseThrow(() -> Refusal.because(
                                RejectReason.KEYS_UNUSABLE, "the message that begins the bundle carries no key"));
            }
            CsbState state = new CsbState(
                    header.csbId(),
                    parsed.prf,
                    parsed.rand,
                    parsed.timestamp,
                    Optional.of(initiator),
                    Optional.of(context.id()));
            CsIdMap map = header.v() ? MapAnswer.fill(header.csIdMap(), accepted.ssrcs()) : header.csIdMap();
            Optional<MikeyMessage> reply =
                    header.v() ? Optional.of(verification(protection, state, map)) : Optional.empty();
            Optional<ResponderResult.Repeated> repeated = freshness.remember(reply);
            if (repeated.isPresent()) {
                keys.forEach(TransportedKey::close);
                return repeated.get();
            }
            SecretBytes kept = parsed.pke.c() == CacheIndicator.NO_CACHE ? SecretBytes.empty() : envelopeKey.copy();
            return new ResponderResult.Established(
                    new SecurityAssociation(state, kept, map, policies, keys, extensions, List.of()), reply);
        } catch (Refusal e) {
            opened.keys().forEach(TransportedKey::close);
            return e.toRejected(
                    message.octets(),
                    settings,
                    (error, t) -> protection.appendV(error, Optional.of(initiator), Optional.of(context.id()), t));
        }
    }

    private EnvelopeOpener opener(MikeyMessage message) {
        return context.openers()
                .apply(message.payload(ChashPayload.class))
                .orElseThrow(() -> Refusal.because(
                        RejectReason.CERTIFICATE_REFUSED, "CHASH names a certificate that is not this Responder's"));
    }

    /** HDR, T, IDr, V, with the Initiator's timestamp (RFC 3830, 3.2). */
    private MikeyMessage verification(MessageProtection protection, CsbState state, CsIdMap map) {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(state.timestamp());
        payloads.add(context.id());
        CommonHeader header =
                new CommonHeader(DataType.PK_RESP, false, state.prf().prfFunc(), state.csbId(), map);
        return protection.appendV(
                MikeyMessage.encode(header, payloads), state.initiator(), state.responder(), state.timestamp());
    }
}
