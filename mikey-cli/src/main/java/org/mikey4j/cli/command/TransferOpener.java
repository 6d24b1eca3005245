package org.mikey4j.cli.command;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TransferInitiator;
import org.mikey4j.exchange.ticket.TransferUpdateKeys;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.registry.DataType;

/**
 * Opens the keys that the ends of a bundle of MIKEY-TICKET bring, with the ticket protection key: in the transfer of the ticket (flags L
 * and M), and in updates of the bundle, whose keys the transfer and its answer give (RFC 6043, 5.2). Wipes them when closed.
 */
final class TransferOpener implements AutoCloseable {
    private static final int MOST_REMEMBERED = 1000;

    private final ExchangeSettings settings;
    private final Optional<SecretBytes> tpk;
    private final Map<Long, Bundle> bundles = new LinkedHashMap<>();

    TransferOpener(ExchangeSettings settings, Optional<SecretBytes> tpk) {
        this.settings = settings;
        this.tpk = tpk;
    }

    /** What was seen of a bundle: the transfer, what it came to once it was answered, and the last update. */
    private static final class Bundle implements AutoCloseable {
        private final MikeyMessage transfer;
        private Optional<SecurityAssociation> agreed = Optional.empty();
        private Optional<MikeyMessage> update = Optional.empty();

        private Bundle(MikeyMessage transfer) {
            this.transfer = transfer;
        }

        @Override
        public void close() {
            agreed.ifPresent(SecurityAssociation::close);
        }
    }

    /** Whether it is a message for this. */
    static boolean isOfTransfer(MikeyMessage message) {
        int dataType = message.header().dataType();
        return dataType == DataType.TRANSFER_INIT || dataType == DataType.TRANSFER_RESP;
    }

    /**
     * The key data of a message's KEMAC, and takes note of what later messages need.
     *
     * @return KEY_DATA payloads; empty if the key is another, something was changed, or there are none
     * @throws MikeyException if it cannot be opened, saying why
     */
    Optional<SecretBytes> keyData(MikeyMessage message) {
        long csbId = message.header().csbId();
        boolean begins = message.header().dataType() == DataType.TRANSFER_INIT;
        if (begins && message.payload(TicketPayload.class).isPresent()) {
            Bundle before = bundles.put(csbId, new Bundle(message));
            if (before != null) {
                before.close();
            }
            forgetOldest();
            try (TicketGrant grant = grant(message)) {
                return new TransferInitiator(settings).keyData(grant, message);
            }
        }
        Bundle bundle = bundles.get(csbId);
        if (bundle == null) {
            throw new MikeyException(
                    begins
                            ? "the transfer that began the bundle is not before it"
                            : "the message that it answers is not before it");
        }
        if (begins) {
            bundle.update = Optional.of(message);
            return TransferUpdateKeys.of(agreed(bundle), message);
        }
        return bundle.update.isPresent()
                ? TransferUpdateKeys.ofAnswer(agreed(bundle), bundle.update.get(), message)
                : answered(bundle, message);
    }

    private Optional<SecretBytes> answered(Bundle bundle, MikeyMessage answer) {
        try (TicketGrant grant = grant(bundle.transfer);
                PendingTransfer pending =
                        new TransferInitiator(settings).resume(grant, bundle.transfer, id -> true, policy -> true)) {
            if (pending.receive(answer.octets()) instanceof InitiatorResult.Established established) {
                bundle.close();
                bundle.agreed = Optional.of(established.association());
            }
            return pending.keyData(answer.octets());
        }
    }

    private static SecurityAssociation agreed(Bundle bundle) {
        return bundle.agreed.orElseThrow(
                () -> new MikeyException("the answer to the transfer that began the bundle is not before it"));
    }

    private TicketGrant grant(MikeyMessage transfer) {
        TicketPayload ticket = transfer.payload(TicketPayload.class).orElseThrow();
        return TicketGrant.open(ticket, new TicketKeyHolder(settings, tpk).lookup(ticket));
    }

    private void forgetOldest() {
        if (bundles.size() > MOST_REMEMBERED) {
            Iterator<Bundle> oldest = bundles.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
    }

    @Override
    public void close() {
        bundles.values().forEach(Bundle::close);
    }
}
