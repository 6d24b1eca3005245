package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.registry.PayloadType;

class KeyValidityTest {
    private final KeyValidity interval =
            new KeyValidity.Interval(Octets.ofHex("000000000001"), Octets.ofHex("00000000ffff"));
    private final KeyValidity spi = new KeyValidity.Spi(Octets.ofHex("0d0e"));

    @Test
    void standsBehindTheKeyInItsForm() {
        assertThat(keyWith(KeyValidity.NULL).toHex()).isEqualTo("00" + "20" + "0001aa");
        assertThat(keyWith(spi).toHex()).isEqualTo("00" + "21" + "0001aa" + "020d0e");
        assertThat(keyWith(interval).toHex()).isEqualTo("00" + "22" + "0001aa" + "06000000000001" + "0600000000ffff");
        for (KeyValidity validity : List.of(KeyValidity.NULL, spi, interval)) {
            assertThat(PayloadChain.decodeSubPayloads(keyWith(validity), PayloadType.KEY_DATA))
                    .containsExactly(key(validity));
        }
    }

    private static KeyDataPayload key(KeyValidity validity) {
        return new KeyDataPayload(2, Octets.ofHex("aa"), Octets.EMPTY, validity);
    }

    private static Octets keyWith(KeyValidity validity) {
        return PayloadChain.encode(List.of(key(validity)));
    }

    /** What it was read from is wiped; the copy stays. */
    @Test
    void aCopyHasOctetsOfItsOwn() {
        for (KeyValidity validity : List.of(KeyValidity.NULL, spi, interval)) {
            byte[] decrypted = keyWith(validity).toByteArray();
            KeyDataPayload read = (KeyDataPayload) PayloadChain.decodeSubPayloads(decrypted, PayloadType.KEY_DATA)
                    .get(0);
            KeyValidity copy = read.kv().copy();

            Arrays.fill(decrypted, (byte) 0xee);

            assertThat(copy).isEqualTo(validity);
        }
    }
}
