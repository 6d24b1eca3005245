package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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

    @Test
    void aPartIsCopiedFromTheMiddle() {
        byte[] bytes = octets.toByteArray();

        assertThat(Octets.copyOf(bytes, 3, 4).toHex()).isEqualTo("017f02fe");
        assertThat(Octets.copyOf(bytes, 9, 1).toHex()).isEqualTo("04");
        assertThat(Octets.copyOf(bytes, 10, 0)).isEqualTo(Octets.EMPTY);
        assertThatThrownBy(() -> Octets.copyOf(bytes, 9, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aPartIsFedFromWhereItStands() {
        ByteArrayOutputStream fed = new ByteArrayOutputStream();
        Octets slice = octets.slice(2, 5);

        slice.feed(1, 3, fed::write);
        slice.feed(0, 5, fed::write);

        assertThat(Octets.copyOf(fed.toByteArray()).toHex()).isEqualTo("017f02" + "80017f02fe");
        assertThatThrownBy(() -> slice.feed(3, 3, fed::write)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void octetsAreEqualIfEachIs() {
        assertThat(octets).isEqualTo(octets).isNotEqualTo(Octets.ofHex("00ff80017f02fe03fd05"));
        assertThat(octets.slice(0, 2)).isNotEqualTo(octets.slice(0, 3)).isNotEqualTo(octets.slice(1, 2));
        assertThat(octets).isNotEqualTo(octets.toByteArray()).isNotEqualTo(null);
        assertThat(octets.slice(0, 2).hashCode())
                .isNotEqualTo(octets.slice(1, 2).hashCode());
    }

    @Test
    void octetsAreReadAsText() {
        Octets text = Octets.of("xz\u00fcrich", StandardCharsets.UTF_8);

        assertThat(text.toHex()).isEqualTo("787ac3bc72696368");
        assertThat(text.slice(1, 7).toText(StandardCharsets.UTF_8)).isEqualTo("z\u00fcrich");
        assertThat(IdPayload.uri("sip:z\u00fc").text()).isEqualTo("sip:z\u00fc");
        assertThat(IdPayload.nai("a@b").text()).isEqualTo("a@b");
        assertThat(new IdrPayload(1, 1, text).text()).isEqualTo("xz\u00fcrich");
    }
}
