package org.mikey4j.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * A MIKEY message: a common header and its payloads, together with the octets they came from or were encoded to
 * (RFC 3830, 5 and 6). MACs and signatures are computed over those octets, never over a second encoding.
 *
 * <pre>{@code
 * MikeyMessage message = MikeyMessage.decode(octets);
 * message.payload(TPayload.class).orElseThrow().tsValue();
 * }</pre>
 */
public final class MikeyMessage {
    private final Octets octets;
    private final CommonHeader header;
    private final PayloadList payloads;

    /** @param payloads the first begins where the header ends */
    MikeyMessage(Octets octets, CommonHeader header, PayloadList payloads) {
        this.octets = octets;
        this.header = header;
        this.payloads = payloads;
    }

    /**
     * Decodes one message, strictly.
     *
     * @throws MalformedMessageException at the first rule that is broken
     */
    public static MikeyMessage decode(byte[] octets) {
        return decode(Octets.copyOf(octets), DecodeOptions.STRICT);
    }

    /**
     * Decodes one message.
     *
     * @throws MalformedMessageException at the first rule that is broken and not relaxed by {@code options}
     */
    public static MikeyMessage decode(Octets octets, DecodeOptions options) {
        return MessageDecoder.decode(octets, options);
    }

    /** Decodes as far as the octets allow and tells of everything there is to find; never throws. */
    public static Inspection inspect(Octets octets, DecodeOptions options) {
        return MessageDecoder.inspect(octets, options);
    }

    /**
     * Encodes a message.
     *
     * @throws IllegalArgumentException if a payload that must be last is not
     */
    public static MikeyMessage encode(CommonHeader header, List<Payload> payloads) {
        PayloadList kept = PayloadList.copyOf(payloads);
        PayloadWriter out = new PayloadWriter(header.encodedLength() + kept.encodedLength());
        header.writeTo(out, kept.isEmpty() ? PayloadType.LAST : kept.get(0).type());
        PayloadChain.write(out, kept);
        return new MikeyMessage(Octets.wrap(out.finish()), header, kept);
    }

    /**
     * The same message with other octets at its end: how a MAC or a signature is filled in once it has been computed over
     * what stands before it.
     *
     * @param last the last payload, with the MAC or signature; as long as the one it replaces
     */
    public MikeyMessage withLast(Payload last) {
        int index = payloads.size() - 1;
        Payload old = payloads.get(index);
        if (last.type() != old.type() || last.bodyLength() != old.bodyLength()) {
            throw new IllegalArgumentException("the last payload can only be replaced by one of its type and size");
        }
        PayloadWriter out = new PayloadWriter(octets.length());
        out.octets(octets.slice(0, end(index) - last.bodyLength()));
        last.writeTo(out);
        return new MikeyMessage(Octets.wrap(out.finish()), header, payloads.withLast(last));
    }

    /** The whole message as received or encoded, with any octets after the last payload. */
    public Octets octets() {
        return octets;
    }

    /** The common header. */
    public CommonHeader header() {
        return header;
    }

    /** The payloads in the order of the wire. */
    public List<Payload> payloads() {
        return payloads;
    }

    /** Octets from the start of the message to the payload at {@code index}. */
    public int offset(int index) {
        return index == 0 ? header.encodedLength() : end(index - 1);
    }

    /** Octets from the start of the message to the end of the payload at {@code index}. */
    public int end(int index) {
        return header.encodedLength() + payloads.end(index);
    }

    /** The first payload of this kind. */
    public <P extends Payload> Optional<P> payload(Class<P> kind) {
        for (Payload payload : payloads) {
            if (kind.isInstance(payload)) {
                return Optional.of(kind.cast(payload));
            }
        }
        return Optional.empty();
    }

    /** All payloads of this kind, in the order of the wire. */
    public <P extends Payload> List<P> payloads(Class<P> kind) {
        List<P> found = new ArrayList<>();
        for (Payload payload : payloads) {
            if (kind.isInstance(payload)) {
                found.add(kind.cast(payload));
            }
        }
        return found;
    }

    /** The place of the first payload of this kind among the payloads, -1 if there is none. */
    public int indexOf(Class<? extends Payload> kind) {
        for (int i = 0; i < payloads.size(); i++) {
            if (kind.isInstance(payloads.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Where each field stands. */
    public List<PayloadLayout> layout() {
        return inspect(octets, DecodeOptions.STRICT).layout();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MikeyMessage that && octets.equals(that.octets);
    }

    @Override
    public int hashCode() {
        return octets.hashCode();
    }

    /** Shows the data type, the CSB ID and the kinds of payload. */
    @Override
    public String toString() {
        int[] types = payloads.stream().mapToInt(Payload::type).toArray();
        return "MikeyMessage[" + DataType.REGISTRY.name(header.dataType()) + ", CSB ID "
                + String.format("%08x", header.csbId()) + ", "
                + Arrays.stream(types).mapToObj(PayloadType.REGISTRY::name).toList() + ", " + octets.length()
                + " octets]";
    }
}
