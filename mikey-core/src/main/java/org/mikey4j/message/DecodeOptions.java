package org.mikey4j.message;

/**
 * What the decoder accepts beyond the standard, and how much it reads.
 *
 * @param trailing what to do with octets after the last payload
 * @param maxOctets the longest message that is read, in octets
 */
public record DecodeOptions(Trailing trailing, int maxOctets) {
    /** Nothing after the last payload, at most 64 KiB. */
    public static final DecodeOptions STRICT = new DecodeOptions(Trailing.REJECT, 1 << 16);

    /** As {@link #STRICT}, but one zero octet after the last payload is accepted, as one product sends it. */
    public static final DecodeOptions ACCEPT_TRAILING_ZERO =
            new DecodeOptions(Trailing.ACCEPT_ONE_ZERO_OCTET, STRICT.maxOctets);

    /** What to do with octets after the last payload. They are never covered by the MAC of a KEMAC. */
    public enum Trailing {
        REJECT,
        ACCEPT_ONE_ZERO_OCTET
    }
}
