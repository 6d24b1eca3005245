package org.mikey4j.crypto;

import java.io.ByteArrayOutputStream;
import org.mikey4j.message.Octets;

/**
 * The key derivations of MIKEY-TICKET (RFC 6043, 5.1, 6.10 and A.2) under one pseudo-random function. They are those of RFC
 * 3830 with other labels: a tag after the CSB ID tells the purpose, and lengths stand before the random values.
 *
 * <p>The function is that of the common header for the keys of messages and of crypto sessions, and that of the ticket policy
 * for all others.
 *
 * @param prf the pseudo-random function
 */
public record TicketDerivation(Prf prf) {
    /** Stands for the CSB ID in keys that outlive a bundle. */
    private static final long NO_CSB_ID = 0xFFFFFFFFL;

    private static final int FORKED = 0;
    private static final int INITIAL_MESSAGE = 1;
    private static final int RESPONSE = 2;
    private static final int TRAFFIC = 3;
    private static final int INITIATOR_DATA = 4;
    private static final int TICKET = 5;
    private static final int MPK = 6;

    /**
     * The keys of REQUEST_INIT, TRANSFER_INIT and RESOLVE_INIT (5.1.2).
     *
     * @param inkey the PSK, the envelope key or MPKi
     * @param csbId the crypto session bundle ID, 32 bits
     * @throws IllegalArgumentException if {@code inkey} is empty
     */
    public MessageKeys initialMessage(SecretBytes inkey, long csbId, TicketRands rands) {
        return new MessageKeys(prf.key(inkey), csbId, tagged(INITIAL_MESSAGE, rands));
    }

    /**
     * The keys of REQUEST_RESP, TRANSFER_RESP and RESOLVE_RESP (5.1.2).
     *
     * @param inkey the PSK, the envelope key, MPKi or, where keys are forked, MPKr'
     * @param csbId the crypto session bundle ID, 32 bits
     * @throws IllegalArgumentException if {@code inkey} is empty
     */
    public MessageKeys response(SecretBytes inkey, long csbId, TicketRands rands) {
        return new MessageKeys(prf.key(inkey), csbId, tagged(RESPONSE, rands));
    }

    /**
     * The keys of the crypto sessions (5.1.3).
     *
     * @param tgk the TGK, TGK' or GTGK
     * @throws IllegalArgumentException if {@code tgk} is empty
     */
    public TrafficKeys traffic(SecretBytes tgk, TicketRands rands) {
        return new TrafficKeys(prf.key(tgk), NO_CSB_ID, tagged(TRAFFIC, rands));
    }

    /**
     * The keys of the V payload that ends the Initiator data of a ticket (6.10).
     *
     * @param mpkR MPKr as it was before it was forked
     * @throws IllegalArgumentException if {@code mpkR} is empty
     */
    public MessageKeys initiatorData(SecretBytes mpkR) {
        return new MessageKeys(prf.key(mpkR), NO_CSB_ID, Octets.copyOf(new byte[] {INITIATOR_DATA}));
    }

    /**
     * The keys that protect a base ticket (A.2.1).
     *
     * @param tpk the ticket protection key
     * @param rand the RAND in the ticket, 1 to 255 octets
     * @throws IllegalArgumentException if {@code tpk} is empty or {@code rand} not of 1 to 255 octets
     */
    public MessageKeys ticket(SecretBytes tpk, Octets rand) {
        return new MessageKeys(prf.key(tpk), NO_CSB_ID, tagged(TICKET, rand));
    }

    /**
     * MPKi, as long as the MPK (A.2.2).
     *
     * @param rand the RAND in the ticket, 1 to 255 octets
     * @throws IllegalArgumentException if {@code mpk} is empty or {@code rand} not of 1 to 255 octets
     */
    public SecretBytes mpkI(SecretBytes mpk, Octets rand) {
        return sameLength(mpk, KeyLabel.MPK_I, tagged(MPK, rand));
    }

    /**
     * MPKr, as long as the MPK (A.2.2).
     *
     * @param rand the RAND in the ticket, 1 to 255 octets
     * @throws IllegalArgumentException if {@code mpk} is empty or {@code rand} not of 1 to 255 octets
     */
    public SecretBytes mpkR(SecretBytes mpk, Octets rand) {
        return sameLength(mpk, KeyLabel.MPK_R, tagged(MPK, rand));
    }

    /**
     * MPKr', as long as MPKr (5.1.1).
     *
     * @param idR the data of the IDRr payload in RESOLVE_RESP and TRANSFER_RESP, at most 65,535 octets
     * @param randKms RANDRkms, 1 to 255 octets
     * @throws IllegalArgumentException if {@code mpkR} is empty, or another value of a wrong size
     */
    public SecretBytes forkedMpkR(SecretBytes mpkR, Octets idR, Octets randKms) {
        return sameLength(mpkR, KeyLabel.FORKED_MPK_R, modifier(idR, randKms));
    }

    /**
     * TGK', as long as the TGK (5.1.1). A TEK and a GTGK are never forked, nor is a TGK that came with an update.
     *
     * @param idR the data of the IDRr payload in RESOLVE_RESP and TRANSFER_RESP, at most 65,535 octets
     * @param randKms RANDRkms, 1 to 255 octets
     * @throws IllegalArgumentException if {@code tgk} is empty, or another value of a wrong size
     */
    public SecretBytes forkedTgk(SecretBytes tgk, Octets idR, Octets randKms) {
        return sameLength(tgk, KeyLabel.FORKED_TGK, modifier(idR, randKms));
    }

    private SecretBytes sameLength(SecretBytes inkey, KeyLabel label, Octets rest) {
        return prf.derive(inkey, label.of(KeyLabel.NO_CS_ID, NO_CSB_ID, rest), inkey.length());
    }

    private static Octets tagged(int tag, TicketRands rands) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.write(tag);
        rands.writeTo(rest);
        return Octets.copyOf(rest.toByteArray());
    }

    private static Octets tagged(int tag, Octets rand) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.write(tag);
        write(rest, "RAND", rand);
        return Octets.copyOf(rest.toByteArray());
    }

    private static Octets modifier(Octets idR, Octets randKms) {
        if (idR.length() > 0xffff) {
            throw new IllegalArgumentException("ID data: " + idR.length() + " octets, at most 65535 (RFC 6043, 6.6)");
        }
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.write(FORKED);
        rest.write(idR.length() >>> Byte.SIZE);
        rest.write(idR.length());
        idR.feed(0, idR.length(), rest::write);
        write(rest, "RANDRkms", randKms);
        return Octets.copyOf(rest.toByteArray());
    }

    private static void write(ByteArrayOutputStream rest, String name, Octets rand) {
        if (rand.isEmpty() || rand.length() > 0xff) {
            throw new IllegalArgumentException(
                    name + ": " + rand.length() + " octets, 1 to 255 expected (RFC 6043, 6.8)");
        }
        TicketRands.write(rest, rand);
    }
}
