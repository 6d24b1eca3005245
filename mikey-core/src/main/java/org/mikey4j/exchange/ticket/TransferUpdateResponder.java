package org.mikey4j.exchange.ticket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.RandRole;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.replay.CounterLog;
import org.mikey4j.replay.ReplayCache;

/**
 * Answers updates of bundles that began with a ticket, whichever end begins them (RFC 6043, 5.2). Which bundle a TRANSFER_INIT without
 * a ticket is about, its CSB ID tells. Safe under threads if what it is given is.
 */
public final class TransferUpdateResponder {
    private final ExchangeSettings settings;
    private final TransferEnd self;
    private final ReplayCache replayCache;
    private final TransferJudge judge;
    private final TimestampSource timestamps;

    /**
     * @param settings local policy
     * @param self which end of the bundles this is
     * @param replayCache what was accepted before
     * @param judge decides on authentic updates
     */
    public TransferUpdateResponder(
            ExchangeSettings settings, TransferEnd self, ReplayCache replayCache, TransferJudge judge) {
        this.settings = settings;
        this.self = self;
        this.replayCache = replayCache;
        this.judge = judge;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Processes an update.
     *
     * @param octets the TRANSFER_INIT as received
     * @param current the bundle with its CSB ID, which stays the caller's
     * @param dialog as in {@link TransferResponder#receive}
     * @return the bundle after the update, which is wiped on its own, with the answer if one is asked for; or why there is none
     * @throws IllegalArgumentException if the bundle did not begin with a ticket
     */
    public ResponderResult receive(Octets octets, SecurityAssociation current, Octets dialog) {
        UpdatedBundle bundle = UpdatedBundle.of(current, self);
        TicketErrors errors = new TicketErrors(settings, timestamps);
        Optional<MessageProtection> authentic = Optional.empty();
        try (MessageProtection protection = bundle.protection()) {
            try {
                TicketMessage update = read(octets, bundle);
                Freshness freshness = Freshness.of(update.offer(), update.tail(), dialog, settings, replayCache);
                Optional<ResponderResult.Repeated> repeated = freshness.before();
                if (repeated.isPresent()) {
                    return repeated.get();
                }
                if (!bundle.isVerified(update, protection)) {
                    throw Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the MAC is wrong");
                }
                authentic = Optional.of(protection);
                bundle.requireFromPeer(update.message());
                freshness.requireOrder(Optional.of(bundle.state()), Octets.EMPTY, CounterLog.NONE);
                return accept(bundle, update, freshness, protection);
            } catch (MalformedMessageException e) {
                return errors.rejected(Refusal.of(e), octets, Optional.empty());
            } catch (Refusal e) {
                return errors.rejected(e, octets, authentic);
            }
        }
    }

    private TicketMessage read(Octets octets, UpdatedBundle bundle) {
        MikeyMessage message = MikeyMessage.decode(octets, settings.decodeOptions());
        if (message.header().dataType() != DataType.TRANSFER_INIT) {
            throw Refusal.because(
                    RejectReason.WRONG_DATA_TYPE,
                    DataType.REGISTRY.name(message.header().dataType()) + " is not TRANSFER_INIT");
        }
        TicketMessage update = TicketMessage.of(message);
        if (update.csbId() != bundle.current().csbId()
                || update.suite() != bundle.terms().suite()) {
            throw Refusal.because(RejectReason.MISMATCH, "the update is of another bundle");
        }
        if (message.payload(TicketPayload.class).isPresent()
                || isOther(update, RandRole.RANDR_I, bundle.state().rand())
                || isOther(
                        update,
                        RandRole.RANDR_R,
                        bundle.state().ticket().orElseThrow().randR())) {
            throw Refusal.because(
                    RejectReason.UNEXPECTED_PAYLOAD,
                    "an update has no ticket and no new random values (RFC 6043, 5.2)");
        }
        if (update.timestamp().tsType() == TsType.COUNTER) {
            throw Refusal.because(
                    RejectReason.TIMESTAMP_UNSUPPORTED,
                    "the answer would repeat a counter, and with it the key stream of the update");
        }
        update.v();
        return update;
    }

    private static boolean isOther(TicketMessage update, int role, Octets known) {
        return update.rand(role).filter(rand -> !rand.equals(known)).isPresent();
    }

    private ResponderResult accept(
            UpdatedBundle bundle, TicketMessage update, Freshness freshness, MessageProtection protection) {
        MikeyMessage message = update.message();
        List<SpPayload> policies = message.payloads(SpPayload.class);
        List<GeneralExtensionPayload> extensions = message.payloads(GeneralExtensionPayload.class);
        TransferSessions.requireOffer(message.header().csIdMap(), policies);
        TransferJudge.Verdict verdict = judge.judge(new TransferJudge.Claim(
                bundle.state().initiator(),
                bundle.state().responder(),
                bundle.terms(),
                message.header().csIdMap(),
                policies,
                extensions));
        if (verdict instanceof TransferJudge.Verdict.Refuse refuse) {
            throw Refusal.of(refuse.refusal());
        }
        TransferJudge.Verdict.Accept accepted = (TransferJudge.Verdict.Accept) verdict;
        if (!accepted.keys().isEmpty() && !bundle.allowsKeysOf(self)) {
            throw Refusal.because(
                    RejectReason.TICKET_POLICY_REFUSED,
                    "the ticket policy allows no keys of this end (flag " + self.keys() + ")");
        }
        List<TransportedKey> fresh = new ArrayList<>(bundle.peerKeys(update, protection));
        boolean answers = message.header().v();
        List<TransportedKey> own = answers ? SessionKeys.draw(accepted.keys(), settings.random()) : List.of();
        fresh.addAll(own);
        List<TransportedKey> keys = bundle.withCurrent(fresh);
        try {
            TransferSessions sessions = answers
                    ? TransferSessions.complete(message.header().csIdMap(), policies, accepted, keys)
                    : new TransferSessions(message.header().csIdMap(), policies).requireComplete(keys);
            Optional<MikeyMessage> reply =
                    answers ? Optional.of(answer(bundle, update, sessions, own, protection)) : Optional.empty();
            Optional<ResponderResult.Repeated> repeated = freshness.remember(reply, keys);
            if (repeated.isPresent()) {
                return repeated.get();
            }
            return new ResponderResult.Established(
                    bundle.updated(update.timestamp(), sessions, keys, extensions), reply);
        } catch (Refusal e) {
            keys.forEach(TransportedKey::close);
            throw e;
        }
    }

    /** HDR, T, [IDR of this end], {SP}, [KEMAC], V. */
    private MikeyMessage answer(
            UpdatedBundle bundle,
            TicketMessage update,
            TransferSessions sessions,
            List<TransportedKey> own,
            MessageProtection protection) {
        CommonHeader header = new CommonHeader(
                DataType.TRANSFER_RESP,
                false,
                bundle.state().prf().prfFunc(),
                bundle.current().csbId(),
                sessions.map());
        TPayload timestamp = timestamps.next();
        while (timestamp.equals(update.timestamp())) {
            // Under one key the same timestamp would be the same key stream.
            timestamp = timestamps.next();
        }
        List<Payload> payloads = new ArrayList<>();
        payloads.add(timestamp);
        payloads.addAll(bundle.identity(self));
        payloads.addAll(sessions.policiesBeyond(update.message().payloads(SpPayload.class)));
        if (!own.isEmpty()) {
            payloads.add(protection.sealWithoutMac(
                    KeyTransport.payloads(own), bundle.current().csbId(), timestamp));
        }
        return TicketProtection.appendV(header, payloads, protection, update.whole());
    }
}
