package org.mikey4j.exchange.ticket;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.TimestampSource;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Payload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;

/**
 * Makes updates of bundles that began with a ticket: new keys, policies or crypto sessions (RFC 6043, 5.2). Random values and ticket
 * stay those of the bundle. Immutable but for the last timestamp it gave out; safe under threads.
 *
 * <pre>{@code
 * TransferUpdater bob = new TransferUpdater(settings, TransferEnd.RESPONDER);
 * try (PendingUpdate update = bob.offer(association, TransferRequest.ofBundle(map, policy).withKeys(tgk))) {
 *     send(update.message());
 *     switch (update.receive(answer)) { ... }
 * }
 * }</pre>
 */
public final class TransferUpdater {
    private final ExchangeSettings settings;
    private final TransferEnd self;
    private final TimestampSource timestamps;

    /**
     * @param settings local policy
     * @param self which end of the bundles this is
     */
    public TransferUpdater(ExchangeSettings settings, TransferEnd self) {
        this.settings = settings;
        this.self = self;
        this.timestamps = new TimestampSource(settings.clock());
    }

    /**
     * Makes an update that asks for no answer.
     *
     * @param current the bundle, which stays the caller's
     * @param request crypto sessions, all complete, policies and keys; its identities are not used, for those of the bundle stay
     * @throws IllegalArgumentException if the bundle did not begin with a ticket, its ticket policy allows this end no keys, crypto
     *     sessions are not complete, or the clock is behind the bundle
     */
    public OneWayTransfer send(SecurityAssociation current, TransferRequest request) {
        Draft draft = draft(current, request, false);
        try (draft.protection) {
            List<TransportedKey> keys = draft.bundle.withCurrent(draft.own);
            try {
                TransferSessions sessions =
                        new TransferSessions(request.csIdMap(), request.policies()).requireComplete(keys);
                return new OneWayTransfer(
                        draft.message, draft.bundle.updated(draft.timestamp, sessions, keys, request.extensions()));
            } catch (Refusal e) {
                keys.forEach(TransportedKey::close);
                throw e;
            }
        } catch (Refusal e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes an update that asks for an answer.
     *
     * @param current the bundle, which stays the caller's, until the answer was processed
     * @param request as in {@link #send}; the other end completes crypto sessions
     * @throws IllegalArgumentException as {@link #send}
     */
    public PendingUpdate offer(SecurityAssociation current, TransferRequest request) {
        Draft draft = draft(current, request, true);
        return new PendingUpdate(
                settings, draft.bundle, draft.message, draft.timestamp, request, draft.own, draft.protection);
    }

    private Draft draft(SecurityAssociation current, TransferRequest request, boolean v) {
        UpdatedBundle bundle = UpdatedBundle.of(current, self);
        TPayload timestamp = timestamps.next();
        if (!Freshness.isNewer(timestamp, bundle.state().timestamp())) {
            throw new IllegalArgumentException("T: the clock is behind the message before (RFC 6043, 5.2)");
        }
        if (!request.keys().isEmpty() && !bundle.allowsKeysOf(self)) {
            throw new IllegalArgumentException(
                    "keys: the ticket policy allows this end none (flag " + self.keys() + ")");
        }
        try {
            TransferSessions.requireOffer(request.csIdMap(), request.policies());
        } catch (Refusal e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
        List<TransportedKey> own = SessionKeys.draw(request.keys(), settings.random());
        MessageProtection protection = bundle.protection();
        CommonHeader header = new CommonHeader(
                DataType.TRANSFER_INIT, v, bundle.state().prf().prfFunc(), current.csbId(), request.csIdMap());
        List<Payload> payloads = new ArrayList<>();
        payloads.add(timestamp);
        payloads.addAll(bundle.identity(self));
        payloads.addAll(bundle.identity(self.other()));
        payloads.addAll(request.policies());
        payloads.addAll(request.extensions());
        if (!own.isEmpty()) {
            payloads.add(protection.sealWithoutMac(KeyTransport.payloads(own), current.csbId(), timestamp));
        }
        MikeyMessage message = TransferMac.append(
                header,
                payloads,
                protection,
                bundle.idData(TransferEnd.INITIATOR),
                bundle.idData(TransferEnd.RESPONDER));
        return new Draft(bundle, message, timestamp, own, protection);
    }

    private record Draft(
            UpdatedBundle bundle,
            MikeyMessage message,
            TPayload timestamp,
            List<TransportedKey> own,
            MessageProtection protection) {}
}
