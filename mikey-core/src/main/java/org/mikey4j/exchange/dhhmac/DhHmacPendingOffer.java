package org.mikey4j.exchange.dhhmac;

import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.PendingDh;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * An I_MESSAGE that waits for its R_MESSAGE (RFC 4650, 3). There is no key before the answer. Answers can be tried any
 * number of times: a wrong or forged one changes nothing.
 */
public final class DhHmacPendingOffer implements AutoCloseable {
    private final ExchangeSettings settings;
    private final PendingDh pending;
    private final MessageProtection protection;

    DhHmacPendingOffer(ExchangeSettings settings, PendingDh pending, MessageProtection protection) {
        this.settings = settings;
        this.pending = pending;
        this.protection = protection;
    }

    /** The I_MESSAGE to send. */
    public MikeyMessage message() {
        return pending.message();
    }

    /** Processes the R_MESSAGE, or the error message that came instead. */
    public InitiatorResult receive(Octets answer) {
        return settings.accepts(Compatibility.DHHMAC_NUMBERS_AS_PRINTED) && PrintedNumbers.isPrinted(answer)
                ? pending.receive(PrintedNumbers.registered(answer), new MacResponder(settings, protection, true))
                : pending.receive(answer);
    }

    /** Wipes the pre-shared key and what was derived from it. */
    @Override
    public void close() {
        pending.close();
    }
}
