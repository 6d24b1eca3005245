package org.mikey4j.exchange.ibake;

import java.util.Optional;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** What came of I_MESSAGE_2. */
public sealed interface IbakeConfirmation {
    /**
     * The Initiator proved who it is, and the keys are there.
     *
     * @param association the keys
     * @param reply R_MESSAGE_2 to send back
     * @param esk the data of an ESK for whom the call was meant, for a mailbox to keep; see {@link IbakeSecretKey#open}
     */
    record Established(SecurityAssociation association, MikeyMessage reply, Optional<Octets> esk)
            implements IbakeConfirmation {}

    /**
     * The same I_MESSAGE_2 arrived again.
     *
     * @param reply R_MESSAGE_2 as it was sent
     */
    record Repeated(MikeyMessage reply) implements IbakeConfirmation {}

    /**
     * The message is refused; the right one is still accepted.
     *
     * @param rejected why, with the error message to send back if there is one
     */
    record Refused(Rejected rejected) implements IbakeConfirmation {}
}
