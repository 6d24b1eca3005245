package org.mikey4j.exchange.ibake;

import java.util.Optional;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.MikeyMessage;

/** What came of the I_MESSAGE_1 of an update (RFC 6267, 5.3). */
public sealed interface IbakeUpdate {
    /**
     * The bundle is renewed, as far as this end is concerned. No message proves who asked for it: keep the old association as well until
     * something that the new keys protect has come.
     *
     * @param association what the bundle is then
     * @param reply R_MESSAGE_1 to send back
     */
    record Answered(SecurityAssociation association, MikeyMessage reply) implements IbakeUpdate {}

    /**
     * The same message was here before in the same context.
     *
     * @param reply the answer that was given then
     */
    record Repeated(Optional<MikeyMessage> reply) implements IbakeUpdate {}

    /**
     * The update is refused; the bundle stays as it is.
     *
     * @param rejected why, with the error message to send back if there is one
     */
    record Refused(Rejected rejected) implements IbakeUpdate {}
}
