package org.mikey4j.message;

/** One payload of a message, or one sub-payload of encrypted data (RFC 3830, 6). */
public sealed interface Payload
        permits KemacPayload,
                PkePayload,
                DhPayload,
                SignPayload,
                TPayload,
                IdPayload,
                CertPayload,
                ChashPayload,
                VPayload,
                SpPayload,
                RandPayload,
                ErrPayload,
                TrPayload,
                IdrPayload,
                RandrPayload,
                TpPayload,
                TicketPayload,
                KeyDataPayload,
                GeneralExtensionPayload,
                IbakePayload,
                EskPayload,
                SkPayload,
                EccptPayload,
                SakkePayload,
                UnknownPayload {

    /** The payload type, by which the payload before names this one; see {@code PayloadType}. */
    int type();

    /** The size in octets without the next payload field. */
    int bodyLength();

    /** Writes all but the next payload field; only the encoder has a writer to give. */
    void writeTo(PayloadWriter out);
}
