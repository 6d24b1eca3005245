package org.mikey4j.message;

import org.mikey4j.message.registry.KvType;

/** For which packets a key is valid (RFC 3830, 6.14). */
public sealed interface KeyValidity {
    /** No restriction: from the first packet until the key is replaced or the session ends. */
    KeyValidity NULL = new Null();

    /** The kind of validity, 4 bits; see {@code KvType}. */
    int kvType();

    /** Octets of the KV data. */
    int encodedLength();

    /** The same in octets of its own, which keep nothing else alive: what it was read from may be a key. */
    KeyValidity copy();

    /** Writes the KV data; only the encoder has a writer to give. */
    void writeTo(PayloadWriter out);

    /** No restriction. */
    record Null() implements KeyValidity {
        @Override
        public KeyValidity copy() {
            return this;
        }

        @Override
        public int kvType() {
            return KvType.NULL;
        }

        @Override
        public int encodedLength() {
            return 0;
        }

        @Override
        public void writeTo(PayloadWriter out) {
            // No KV data.
        }
    }

    /**
     * Packets that carry this SPI; for SRTP the MKI.
     *
     * @param spi 1 to 255 octets
     */
    record Spi(Octets spi) implements KeyValidity {
        public Spi {
            Check.length("SPI", spi, 0xff);
        }

        @Override
        public KeyValidity copy() {
            return new Spi(Octets.copyOf(spi.toByteArray()));
        }

        @Override
        public int kvType() {
            return KvType.SPI;
        }

        @Override
        public int encodedLength() {
            return 1 + spi.length();
        }

        @Override
        public void writeTo(PayloadWriter out) {
            out.u8(spi.length());
            out.octets(spi);
        }
    }

    /**
     * Packets of these sequence numbers, both ends included; for SRTP two 48-bit packet indexes.
     *
     * @param validFrom the first, big-endian, 1 to 255 octets
     * @param validTo the last, big-endian, 1 to 255 octets
     */
    record Interval(Octets validFrom, Octets validTo) implements KeyValidity {
        public Interval {
            Check.length("valid from", validFrom, 0xff);
            Check.length("valid to", validTo, 0xff);
        }

        @Override
        public KeyValidity copy() {
            return new Interval(Octets.copyOf(validFrom.toByteArray()), Octets.copyOf(validTo.toByteArray()));
        }

        @Override
        public int kvType() {
            return KvType.INTERVAL;
        }

        @Override
        public int encodedLength() {
            return 2 + validFrom.length() + validTo.length();
        }

        @Override
        public void writeTo(PayloadWriter out) {
            out.u8(validFrom.length());
            out.octets(validFrom);
            out.u8(validTo.length());
            out.octets(validTo);
        }
    }
}
