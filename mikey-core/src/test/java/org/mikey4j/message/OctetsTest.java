package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mikey4j.testing.Proves;

class OctetsTest {
    private final Octets octets = Octets.ofHex("00ff80017f02fe03fd04");

    @Test
    @Proves("R3830-6-01")
    void readsBigEndianUnsignedNumbers() {
        assertThat(octets.at(1)).isEqualTo(255);
        assertThat(octets.u16(1)).isEqualTo(0xff80);
        assertThat(octets.u32(1)).isEqualTo(0xff80017fL);
        assertThat(octets.u64(1)).isEqualTo(0xff80017f02fe03fdL);
    }

    @Test
    void aSliceIsAWindowWithItsOwnBounds() {
        Octets slice = octets.slice(2, 3);

        assertThat(slice.toHex()).isEqualTo("80017f");
        assertThat(slice).isEqualTo(Octets.ofHex("80017f")).hasSameHashCodeAs(Octets.ofHex("80017f"));
        assertThatThrownBy(() -> slice.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> octets.slice(9, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void copiesDoNotShareTheArray() {
        byte[] bytes = {1, 2};
        Octets copy = Octets.copyOf(bytes);
        bytes[0] = 9;
        copy.toByteArray()[1] = 9;

        assertThat(copy.toHex()).isEqualTo("0102");
    }
}
