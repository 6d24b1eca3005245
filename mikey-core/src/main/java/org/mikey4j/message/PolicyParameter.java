package org.mikey4j.message;

/**
 * One parameter of a security policy (RFC 3830, 6.10).
 *
 * @param type the parameter's type, whose meaning depends on the security protocol; see {@code SrtpParam}
 * @param value at most 255 octets
 */
public record PolicyParameter(int type, Octets value) {
    public PolicyParameter {
        Check.u8("SP parameter type", type);
        Check.length("SP parameter " + type, value, 0xff);
    }

    /** A parameter whose value is one octet. */
    public static PolicyParameter of(int type, int value) {
        return new PolicyParameter(type, Octets.wrap(new byte[] {(byte) Check.u8("SP parameter " + type, value)}));
    }
}
