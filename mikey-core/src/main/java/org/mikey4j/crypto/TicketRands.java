package org.mikey4j.crypto;

import java.io.ByteArrayOutputStream;
import org.mikey4j.message.Octets;

/**
 * The random values that go into a derivation of MIKEY-TICKET (RFC 6043, 5.1.2 and 5.1.3). Which of them do depends on the
 * exchange and on the flags G and H of the ticket policy; at least one always does.
 *
 * @param randI RANDRi, up to 255 octets; empty if it does not go in
 * @param randR RANDRr, up to 255 octets; empty if it does not go in
 */
public record TicketRands(Octets randI, Octets randR) {
    /** @throws IllegalArgumentException if both are empty, or one is longer than 255 octets */
    public TicketRands {
        if (randI.isEmpty() && randR.isEmpty()) {
            throw new IllegalArgumentException("RANDRi, RANDRr: one of them is needed (RFC 6043, 5.1.2)");
        }
        checkLength("RANDRi", randI);
        checkLength("RANDRr", randR);
    }

    /** RANDRi alone. */
    public static TicketRands ofInitiator(Octets randI) {
        return new TicketRands(randI, Octets.EMPTY);
    }

    /** RANDRr alone. */
    public static TicketRands ofResponder(Octets randR) {
        return new TicketRands(Octets.EMPTY, randR);
    }

    private static void checkLength(String name, Octets rand) {
        if (rand.length() > 0xff) {
            throw new IllegalArgumentException(name + ": " + rand.length() + " octets, at most 255 (RFC 6043, 6.8)");
        }
    }

    /** Each with its length before it in one octet, which is there even for an empty one. */
    void writeTo(ByteArrayOutputStream label) {
        write(label, randI);
        write(label, randR);
    }

    static void write(ByteArrayOutputStream label, Octets rand) {
        label.write(rand.length());
        rand.feed(0, rand.length(), label::write);
    }
}
