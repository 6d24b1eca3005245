package org.mikey4j.kmc;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * What one centre tells another about a call, over a connection in which both proved who they are (TLS 1.3 with both
 * certificates): its own side's component, or its own user's share. The other answers with a message of the same kind for the
 * other side.
 *
 * <pre>
 * version               1 octet, 1
 * kind                  1 octet: 1 component, 2 share
 * side                  1 octet, whose the value is: 1 the caller's, 2 the callee's
 * call ID               length in 2 octets, UTF-8
 * caller, callee        ID type in 1 octet, length in 2 octets, data
 * nonce                 length in 1 octet; 16 octets or more with a caller's share, otherwise none
 * value                 length in 1 octet, 16 to 32 octets
 * </pre>
 *
 * <p>Holds a secret; {@link #close} wipes it.
 *
 * @param kind what the value is
 * @param call the call
 * @param side whose it is
 * @param nonce new for each call, with the caller's share; otherwise empty
 * @param value 16 to 32 octets
 */
public record CentreMessage(Kind kind, CallBinding call, Side side, Octets nonce, SecretBytes value)
        implements AutoCloseable {
    private static final int VERSION = 1;
    private static final int MOST_OCTETS = 0xffff;
    private static final int NONCE_OCTETS = 16;

    /** What a value is. */
    public enum Kind {
        /** A component: {@link KeyComponent}. */
        COMPONENT(1),
        /** What {@link ControlPlaneKeys#user} gives. */
        SHARE(2);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /** @throws KmcRefusal if the value is too short or too long, or the nonce is missing or too much */
    public CentreMessage {
        if (value.length() < KeyComponent.OCTETS || value.length() > 2 * KeyComponent.OCTETS) {
            throw new KmcRefusal(Reason.LENGTH, "value of the other centre: " + value.length() + " octets");
        }
        boolean needed = kind == Kind.SHARE && side == Side.CALLER;
        if (needed ? nonce.length() < NONCE_OCTETS || nonce.length() > 0xff : !nonce.isEmpty()) {
            throw new KmcRefusal(Reason.LENGTH, "nonce of the other centre: " + nonce.length() + " octets");
        }
    }

    /** A component as it goes to the other centre. */
    public static CentreMessage of(KeyComponent component) {
        return new CentreMessage(
                Kind.COMPONENT,
                component.call(),
                component.side(),
                Octets.EMPTY,
                component.value().copy());
    }

    /**
     * The octets, which the caller wipes.
     *
     * @throws IllegalArgumentException if a part of the call is longer than 65,535 octets
     */
    public byte[] encode() {
        Octets callId = Octets.of(call.callId(), StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(13
                + callId.length()
                + call.caller().idData().length()
                + call.callee().idData().length()
                + nonce.length()
                + value.length());
        out.put((byte) VERSION).put((byte) kind.number).put((byte) side.number());
        part(out, callId);
        for (Side each : Side.values()) {
            out.put((byte) call.user(each).idType());
            part(out, call.user(each).idData());
        }
        out.put((byte) nonce.length()).put(nonce.toByteArray());
        out.put((byte) value.length());
        value.copyTo(out.array(), out.position());
        return out.array();
    }

    private static void part(ByteBuffer out, Octets part) {
        if (part.length() > MOST_OCTETS) {
            throw new IllegalArgumentException("call: " + part.length() + " octets");
        }
        out.putShort((short) part.length()).put(part.toByteArray());
    }

    /**
     * Reads a message.
     *
     * @param octets the whole of it; not kept
     * @throws KmcRefusal with {@link Reason#WRONG_CONTENT} if it is none
     */
    public static CentreMessage decode(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        byte[] value = {};
        try {
            if (in.get() != VERSION) {
                throw new KmcRefusal(Reason.WRONG_CONTENT, "message of the other centre: another version");
            }
            Kind kind = in.get() == Kind.COMPONENT.number ? Kind.COMPONENT : Kind.SHARE;
            Side side = in.get() == Side.CALLER.number() ? Side.CALLER : Side.CALLEE;
            if (octets[1] != kind.number || octets[2] != side.number()) {
                throw new KmcRefusal(Reason.WRONG_CONTENT, "message of the other centre: neither component nor share");
            }
            String callId = text(take(in, in.getShort() & MOST_OCTETS));
            IdPayload caller = identity(in);
            IdPayload callee = identity(in);
            Octets nonce = Octets.copyOf(take(in, in.get() & 0xff));
            value = take(in, in.get() & 0xff);
            if (callId.isEmpty() || in.hasRemaining()) {
                throw new KmcRefusal(Reason.WRONG_CONTENT, "message of the other centre: no call, or octets left over");
            }
            return new CentreMessage(
                    kind, new CallBinding(callId, caller, callee), side, nonce, SecretBytes.copyOf(value));
        } catch (BufferUnderflowException e) {
            throw new KmcRefusal(
                    Reason.WRONG_CONTENT, "message of the other centre: it ends at octet " + octets.length);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /** Octets that are no UTF-8 are refused: replaced, those of two calls could come out as one. */
    private static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new KmcRefusal(Reason.WRONG_CONTENT, "message of the other centre: the call is not UTF-8");
        }
    }

    private static IdPayload identity(ByteBuffer in) {
        int type = in.get() & 0xff;
        byte[] data = take(in, in.getShort() & MOST_OCTETS);
        if (data.length == 0) {
            throw new KmcRefusal(Reason.WRONG_CONTENT, "message of the other centre: an empty identity");
        }
        return new IdPayload(type, Octets.copyOf(data));
    }

    /** The next octets; no room is made for what is not there. */
    static byte[] take(ByteBuffer in, int octets) {
        if (octets < 0 || octets > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[octets];
        in.get(taken);
        return taken;
    }

    @Override
    public void close() {
        value.close();
    }
}
