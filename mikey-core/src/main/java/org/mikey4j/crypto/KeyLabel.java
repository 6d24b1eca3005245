package org.mikey4j.crypto;

import org.mikey4j.message.Octets;

/**
 * The labels that tell derived keys apart: {@code constant || cs_id || csb_id || rest}. What the rest is, says the standard
 * of the mode: RAND alone (RFC 3830, 4.1.3 and 4.1.4), or more (RFC 6043, 5.1 and A.2). The constants are consecutive
 * groups of nine digits of the decimals of e, in the order of this list.
 */
enum KeyLabel {
    /** The TEK of a crypto session. */
    TEK(0x2AD01C64),
    /** The authentication key of a security protocol that does not derive its own. */
    TRAFFIC_AUTH(0x1B5C7973),
    /** The encryption key of a security protocol that does not derive its own. */
    TRAFFIC_ENCR(0x15798CEF),
    /** The key that encrypts MIKEY messages. */
    MESSAGE_ENCR(0x150533E1),
    /** The key that authenticates MIKEY messages. */
    MESSAGE_AUTH(0x2D22AC75),
    /** The salting key of MIKEY messages. */
    MESSAGE_SALT(0x29B88916),
    /** The salting key of a crypto session. */
    TRAFFIC_SALT(0x39A2C14B),
    /** The Responder's message protection key, forked (RFC 6043, 5.1.1). */
    FORKED_MPK_R(0x2B288856),
    /** A TGK, forked (RFC 6043, 5.1.1). */
    FORKED_TGK(0x1512B54A),
    /** The Initiator's message protection key (RFC 6043, A.2.2), and the one of MIKEY-IBAKE (RFC 6267, 5.1). */
    MPK_I(0x220E99A2),
    /** The Responder's message protection key (RFC 6043, A.2.2), and the TGK of MIKEY-IBAKE (RFC 6267, 5.1). */
    MPK_R(0x1F4D675B);

    /** What stands for the crypto session ID in keys that belong to none, such as those of MIKEY's own messages. */
    static final int NO_CS_ID = 0xFF;

    private static final int REST_AT = 9;

    private final int constant;

    KeyLabel(int constant) {
        this.constant = constant;
    }

    int constant() {
        return constant;
    }

    /**
     * The octets of the label.
     *
     * @throws IllegalArgumentException if {@code csId} has more than 8 bits or {@code csbId} more than 32
     */
    byte[] of(int csId, long csbId, Octets rest) {
        if (csId >>> 8 != 0) {
            throw new IllegalArgumentException("CS ID: " + csId + ", 0 to 255 expected (RFC 3830, 4.1.3)");
        }
        if (csbId >>> 32 != 0) {
            throw new IllegalArgumentException("CSB ID: " + csbId + ", 32 bits expected (RFC 3830, 4.1.3)");
        }
        byte[] label = new byte[REST_AT + rest.length()];
        put32(label, 0, constant);
        label[4] = (byte) csId;
        put32(label, 5, (int) csbId);
        rest.copyTo(label, REST_AT);
        return label;
    }

    private static void put32(byte[] target, int at, int value) {
        target[at] = (byte) (value >>> 24);
        target[at + 1] = (byte) (value >>> 16);
        target[at + 2] = (byte) (value >>> 8);
        target[at + 3] = (byte) value;
    }
}
