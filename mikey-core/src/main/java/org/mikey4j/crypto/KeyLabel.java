package org.mikey4j.crypto;

import org.mikey4j.message.Octets;

/**
 * The labels that tell derived keys apart: {@code constant || cs_id || csb_id || RAND} (RFC 3830, 4.1.3 and 4.1.4). The
 * constants are consecutive groups of nine digits of the decimals of e.
 */
enum KeyLabel {
    /** The TEK of a crypto session. */
    TEK(0x2AD01C64),
    /** The authentication key of a security protocol that does not derive its own. */
    TRAFFIC_AUTH(0x1B5C7973),
    /** The encryption key of a security protocol that does not derive its own. */
    TRAFFIC_ENCR(0x15798CEF),
    /** The salting key of a crypto session. */
    TRAFFIC_SALT(0x39A2C14B),
    /** The key that encrypts MIKEY messages. */
    MESSAGE_ENCR(0x150533E1),
    /** The key that authenticates MIKEY messages. */
    MESSAGE_AUTH(0x2D22AC75),
    /** The salting key of MIKEY messages. */
    MESSAGE_SALT(0x29B88916);

    /** What stands for the crypto session ID in the keys of MIKEY's own messages. */
    static final int MESSAGE_CS_ID = 0xFF;

    private static final int RAND_AT = 9;

    private final int constant;

    KeyLabel(int constant) {
        this.constant = constant;
    }

    int constant() {
        return constant;
    }

    byte[] of(int csId, long csbId, Octets rand) {
        byte[] label = new byte[RAND_AT + rand.length()];
        put32(label, 0, constant);
        label[4] = (byte) csId;
        put32(label, 5, (int) csbId);
        rand.copyTo(label, RAND_AT);
        return label;
    }

    private static void put32(byte[] target, int at, int value) {
        target[at] = (byte) (value >>> 24);
        target[at + 1] = (byte) (value >>> 16);
        target[at + 2] = (byte) (value >>> 8);
        target[at + 3] = (byte) value;
    }
}
