package org.mikey4j.message;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/**
 * A chain of payloads, each naming the type of the next: the payloads of a message, the sub-payloads of encrypted data,
 * and the payloads inside tickets (RFC 3830, 6.1).
 */
public final class PayloadChain {
    private PayloadChain() {}

    /**
     * What the encrypted data of a KEMAC begins with, which is not on the wire (RFC 3830, 6.2; RFC 4738, 3.6; RFC 6043,
     * 6.2; RFC 6267, 5.1).
     *
     * @param dataType the data type of the message
     * @return the payload type; LAST where the standards say nothing
     */
    public static int firstInKemac(int dataType) {
        return switch (dataType) {
            case DataType.PK_INIT, DataType.RSA_R_RESP, DataType.REQUEST_KEY_RESP -> PayloadType.ID;
            case DataType.PSK_INIT,
                    DataType.REQUEST_RESP,
                    DataType.TRANSFER_INIT,
                    DataType.TRANSFER_RESP,
                    DataType.RESOLVE_RESP -> PayloadType.KEY_DATA;
            default -> PayloadType.LAST;
        };
    }

    /**
     * Decodes the sub-payloads of decrypted data.
     *
     * @param octets the whole data
     * @param firstType the type of the first sub-payload
     * @throws MalformedMessageException if the octets break a rule; positions count from the start of {@code octets}
     */
    public static List<Payload> decodeSubPayloads(Octets octets, int firstType) {
        return octets.isEmpty() ? List.of() : readSubPayloads(new PayloadReader(octets, null), firstType);
    }

    /**
     * As above, without a copy: the payloads are windows on the array, and gone once the caller overwrites it.
     *
     * @throws MalformedMessageException if the octets break a rule
     */
    public static List<Payload> decodeSubPayloads(byte[] octets, int firstType) {
        return decodeSubPayloads(Octets.wrap(octets), firstType);
    }

    /**
     * Where the sub-payloads of decrypted data stand, as far as they can be read.
     *
     * @param octets the whole data
     * @param firstType the type of the first sub-payload
     * @return layouts whose positions count from the start of {@code octets}
     */
    public static List<PayloadLayout> layoutOfSubPayloads(Octets octets, int firstType) {
        LayoutRecorder recorder = new LayoutRecorder();
        try {
            readSubPayloads(new PayloadReader(octets, recorder), firstType);
        } catch (MalformedMessageException e) {
            recorder.finishTo(0, octets.length());
        }
        return recorder.layout();
    }

    /**
     * Decodes payloads that stand inside another payload's data, as in TP data, ticket data and initiator data.
     *
     * @param octets the payloads, without the octet that names the first
     * @param firstType the type of the first payload
     * @throws MalformedMessageException if the octets break a rule; positions count from the start of {@code octets}
     */
    public static List<Payload> decode(Octets octets, int firstType) {
        PayloadReader in = new PayloadReader(octets, null);
        List<Payload> payloads = new ArrayList<>();
        int type = firstType;
        while (type != PayloadType.LAST) {
            int next = readNext(in, type);
            payloads.add(readBody(in, type, next, PayloadLayout.HDR, Scope.ANY));
            type = next;
        }
        requireEnd(in);
        return payloads;
    }

    /**
     * Encodes a chain.
     *
     * @return the payloads, the last of which names no other
     */
    public static Octets encode(List<Payload> payloads) {
        PayloadWriter out = new PayloadWriter(encodedLength(payloads));
        write(out, payloads);
        return Octets.wrap(out.finish());
    }

    static int encodedLength(List<Payload> payloads) {
        int length = 0;
        for (Payload payload : payloads) {
            length += encodedLength(payload);
        }
        return length;
    }

    static int encodedLength(Payload payload) {
        return (payload instanceof SignPayload ? 0 : 1) + payload.bodyLength();
    }

    static void write(PayloadWriter out, List<Payload> payloads) {
        for (int i = 0; i < payloads.size(); i++) {
            Payload payload = payloads.get(i);
            boolean last = i + 1 == payloads.size();
            if (payload instanceof UnknownPayload unknown) {
                requireLast(last, payload);
                out.u8(unknown.octets().at(0));
            } else if (payload instanceof SignPayload) {
                requireLast(last, payload);
            } else {
                out.u8(last ? PayloadType.LAST : payloads.get(i + 1).type());
            }
            payload.writeTo(out);
        }
    }

    private static void requireLast(boolean last, Payload payload) {
        if (!last) {
            throw new IllegalArgumentException(
                    "next payload: " + PayloadType.REGISTRY.name(payload.type()) + " must be the last payload");
        }
    }

    static List<Payload> readSubPayloads(PayloadReader in, int firstType) {
        List<Payload> payloads = new ArrayList<>(2);
        int type = firstType;
        while (type != PayloadType.LAST) {
            int next = readNext(in, type);
            payloads.add(readBody(in, type, next, PayloadLayout.HDR, Scope.SUB));
            type = next;
        }
        requireEnd(in);
        return payloads;
    }

    private static void requireEnd(PayloadReader in) {
        if (in.remaining() > 0) {
            in.report(DecodeRule.TRAILING_OCTETS, "next payload", in.remaining() + " octets after the last payload");
        }
    }

    /** Reads the next payload field of a payload, if it has one. */
    static int readNext(PayloadReader in, int type) {
        if (in.remaining() == 0) {
            throw in.fail(
                    DecodeRule.CHAIN_RUNS_ON,
                    "next payload",
                    "the payload before announces " + PayloadType.REGISTRY.name(type) + ", and no octets are left");
        }
        return type == PayloadType.SIGN ? PayloadType.LAST : in.rawU8("next payload");
    }

    /** Where a payload stands, which decides what may stand there. */
    enum Scope {
        OUTER,
        SUB,
        ANY
    }

    static Payload readBody(PayloadReader in, int type, int next, int dataType, Scope scope) {
        in.begin(type, next);
        checkPlace(in, type, scope);
        Payload payload = switch (type) {
            case PayloadType.KEMAC -> KemacPayload.read(in, dataType);
            case PayloadType.PKE -> PkePayload.read(in);
            case PayloadType.DH -> DhPayload.read(in);
            case PayloadType.SIGN -> SignPayload.read(in);
            case PayloadType.T -> TPayload.read(in);
            case PayloadType.ID -> IdPayload.read(in);
            case PayloadType.CERT -> CertPayload.read(in);
            case PayloadType.CHASH -> ChashPayload.read(in);
            case PayloadType.V -> VPayload.read(in);
            case PayloadType.SP -> SpPayload.read(in);
            case PayloadType.RAND -> RandPayload.read(in);
            case PayloadType.ERR -> ErrPayload.read(in);
            case PayloadType.TR -> TrPayload.read(in);
            case PayloadType.IDR -> IdrPayload.read(in);
            case PayloadType.RANDR -> RandrPayload.read(in);
            case PayloadType.TP -> TpPayload.read(in);
            case PayloadType.TICKET -> TicketPayload.read(in);
            case PayloadType.KEY_DATA -> KeyDataPayload.read(in);
            case PayloadType.GENERAL_EXT -> GeneralExtensionPayload.read(in);
            case PayloadType.IBAKE -> IbakePayload.read(in);
            case PayloadType.ESK -> EskPayload.read(in);
            case PayloadType.SK -> SkPayload.read(in);
            case PayloadType.ECCPT -> EccptPayload.read(in);
            case PayloadType.SAKKE -> SakkePayload.read(in);
            default ->
                throw in.failAt(
                        in.payloadStart(),
                        DecodeRule.UNKNOWN_PAYLOAD_TYPE,
                        "next payload",
                        "payload type " + PayloadType.REGISTRY.name(type) + " has no known length");
        };
        in.finish();
        return payload;
    }

    private static void checkPlace(PayloadReader in, int type, Scope scope) {
        boolean onlySub = type == PayloadType.KEY_DATA || type == PayloadType.SK || type == PayloadType.ECCPT;
        boolean sub = onlySub || type == PayloadType.ID || type == PayloadType.IDR;
        if (scope == Scope.OUTER ? onlySub : scope == Scope.SUB && !sub && PayloadType.REGISTRY.isAssigned(type)) {
            in.reportAt(
                    in.payloadStart(),
                    DecodeRule.MISPLACED_PAYLOAD,
                    "next payload",
                    PayloadType.REGISTRY.name(type)
                            + (scope == Scope.OUTER ? " only stands inside encrypted data" : " is not a sub-payload"));
        }
    }
}
