package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.Optional;
import org.mikey4j.message.Octets;

/** Carries an offer to an implementation over a network, and brings back what it says. */
interface Carrier {
    /**
     * Carries one offer.
     *
     * @throws Silent if there is no answer, where one is due whatever the offer is
     * @throws IOException if the implementation cannot be reached
     */
    Reply carry(Octets offer) throws Silent, IOException;

    /**
     * What came back.
     *
     * @param accepted whether the offer was taken
     * @param answer the answer that came with it
     * @param why what was said
     */
    record Reply(boolean accepted, Optional<Octets> answer, String why) {}
}
