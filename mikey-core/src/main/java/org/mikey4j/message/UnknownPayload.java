package org.mikey4j.message;

/**
 * The part of an inspected message that could not be understood: a payload of unknown type or one that breaks a rule, and
 * all that follows, since nothing says where it ends. The strict decoder never makes one.
 *
 * @param type the payload type by which the payload before named it
 * @param octets everything from the payload's first octet to the end of the message
 */
public record UnknownPayload(int type, Octets octets) implements Payload {
    /** Shows the size only, because a damaged payload may hold a key in the clear. */
    @Override
    public String toString() {
        return "UnknownPayload[type=" + type + ", " + octets.length() + " octets]";
    }

    @Override
    public int bodyLength() {
        return octets.length() - 1;
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.octets(octets.slice(1, octets.length() - 1));
    }
}
