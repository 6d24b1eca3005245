package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MikeyMessageTest {
    private static final Octets NO_MAC = Octets.ofHex("00".repeat(20));
    private static final Octets MAC = Octets.ofHex("00112233445566778899aabbccddeeff01234567");
    private static final IdrPayload ALICE = new IdrPayload(1, 0, Octets.ofHex("61"));
    private static final IdrPayload BOB = new IdrPayload(2, 0, Octets.ofHex("626f62"));

    /** A header of 19 octets, T of 6, two identities of 6 and 8, and V of 22. */
    private final MikeyMessage message = MikeyMessage.encode(
            new CommonHeader(1, false, 0, 0x1020304, CsIdMap.srtp(new SrtpId(0, 0, 0))),
            List.of(new TPayload(2, 7), ALICE, BOB, new VPayload(1, NO_MAC)));

    private static final String BEFORE_MAC = "01010500010203040100" + "000000000000000000" + "0e0200000007"
            + "0e0100000161" + "0902000003626f62" + "0001";

    @Test
    void theMacIsFilledInWithoutTouchingWhatStandsBeforeIt() {
        MikeyMessage filled = message.withLast(new VPayload(1, MAC));

        assertThat(filled.octets().toHex()).isEqualTo(BEFORE_MAC + MAC.toHex());
        assertThat(filled.payloads()).containsExactly(new TPayload(2, 7), ALICE, BOB, new VPayload(1, MAC));
        assertThat(filled.header()).isEqualTo(message.header());
        assertThat(filled.end(3)).isEqualTo(61);
        assertThat(message.octets().toHex()).isEqualTo(BEFORE_MAC + NO_MAC.toHex());
        assertThat(message.payload(VPayload.class)).contains(new VPayload(1, NO_MAC));
    }

    @Test
    void theLastPayloadIsReplacedOnlyByOneOfItsTypeAndSize() {
        assertThatThrownBy(() -> message.withLast(new VPayload(2, Octets.ofHex("00".repeat(32)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the last payload can only be replaced by one of its type and size");
        assertThatThrownBy(() -> message.withLast(new RandPayload(Octets.ofHex("00".repeat(20)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the last payload can only be replaced by one of its type and size");
    }

    @Test
    void payloadsAreFoundByTheirKind() {
        assertThat(message.payload(IdrPayload.class)).contains(ALICE);
        assertThat(message.payload(KemacPayload.class)).isEmpty();
        assertThat(message.payloads(IdrPayload.class)).containsExactly(ALICE, BOB);
        assertThat(message.payloads(KemacPayload.class)).isEmpty();
        assertThat(message.indexOf(TPayload.class)).isZero();
        assertThat(message.indexOf(IdrPayload.class)).isEqualTo(1);
        assertThat(message.indexOf(VPayload.class)).isEqualTo(3);
        assertThat(message.indexOf(KemacPayload.class)).isEqualTo(-1);
    }

    @Test
    void placesCountFromTheStartOfTheMessage() {
        assertThat(message.offset(0)).isEqualTo(19);
        assertThat(message.end(0)).isEqualTo(25).isEqualTo(message.offset(1));
        assertThat(message.end(1)).isEqualTo(31);
        assertThat(message.end(2)).isEqualTo(39);
        assertThat(message.end(3)).isEqualTo(61);
        assertThatThrownBy(() -> message.end(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aMessageIsItsOctets() {
        MikeyMessage same = MikeyMessage.decode(message.octets().toByteArray());

        assertThat(message).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(message.octets());
        assertThat(message).isNotEqualTo(message.withLast(new VPayload(1, MAC)));
        assertThat(message.hashCode())
                .isNotEqualTo(message.withLast(new VPayload(1, MAC)).hashCode());
    }

    @Test
    void showsWhatItIsButNotWhatItSays() {
        assertThat(message.toString())
                .isEqualTo("MikeyMessage[PSK_RESP, CSB ID 01020304, [T, IDR, IDR, V], 61 octets]");
    }

    @Test
    void aMessageWithoutPayloadsIsItsHeader() {
        MikeyMessage empty = MikeyMessage.encode(message.header(), List.of());

        assertThat(empty.octets().toHex()).isEqualTo("01010000010203040100" + "000000000000000000");
        assertThat(empty.payloads()).isEmpty();
    }
}
