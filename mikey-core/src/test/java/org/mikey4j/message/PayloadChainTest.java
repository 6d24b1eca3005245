package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.registry.PayloadType;

class PayloadChainTest {
    private static final SkPayload SK =
            new SkPayload(1, Octets.ofHex("a1a2a3"), new KeyValidity.Spi(Octets.ofHex("b1b2")));
    private static final IdPayload ID = new IdPayload(0, Octets.ofHex("616263"));

    @Test
    void aChainNamesEachNextPayloadAndEndsWithNone() {
        Octets chain = PayloadChain.encode(List.of(ID, SK));

        assertThat(chain.toHex()).isEqualTo("18000003616263" + "00110003a1a2a302b1b2");
        assertThat(PayloadChain.decodeSubPayloads(chain, PayloadType.ID)).containsExactly(ID, SK);
        assertThat(PayloadChain.decodeSubPayloads(chain.toByteArray(), PayloadType.ID))
                .containsExactly(ID, SK);
        assertThat(PayloadChain.decode(chain, PayloadType.ID)).containsExactly(ID, SK);
    }

    @Test
    void nothingIsAChainOfNothing() {
        assertThat(PayloadChain.decodeSubPayloads(Octets.EMPTY, PayloadType.KEY_DATA))
                .isEmpty();
        assertThat(PayloadChain.decode(Octets.EMPTY, PayloadType.LAST)).isEmpty();
        assertThat(PayloadChain.encode(List.of())).isEqualTo(Octets.EMPTY);
    }

    @Test
    void octetsBehindTheLastPayloadAreRefused() {
        String text = "ID payload, next payload at offset 7: 2 octets after the last payload [RFC 3830, 5.2]";
        Octets chain = Octets.ofHex("00000003616263" + "0000");

        assertThatThrownBy(() -> PayloadChain.decode(chain, PayloadType.ID))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(text);
        assertThatThrownBy(() -> PayloadChain.decodeSubPayloads(chain, PayloadType.ID))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(text);
        assertThatThrownBy(() -> PayloadChain.decodeSubPayloads(Octets.ofHex("00"), PayloadType.LAST))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("HDR payload, next payload at offset 0: 1 octets after the last payload [RFC 3830, 5.2]");
    }

    @Test
    void aChainThatRunsOnIsRefusedWhereTheNextPayloadShouldBe() {
        assertThatThrownBy(() -> PayloadChain.decode(Octets.ofHex("0b000003616263"), PayloadType.ID))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(
                        "ID payload, next payload at offset 7: the payload before announces RAND, and no octets are left "
                                + "[RFC 3830, 6.1]");
    }

    @Test
    void aSignatureAndWhatIsUnknownAreLastOrRefused() {
        SignPayload sign = new SignPayload(1, Octets.ofHex("5a5a"));
        UnknownPayload unknown = new UnknownPayload(99, Octets.ofHex("07c1c2"));

        assertThat(PayloadChain.encode(List.of(ID, sign)).toHex()).isEqualTo("04000003616263" + "10025a5a");
        assertThat(PayloadChain.encode(List.of(ID, unknown)).toHex()).isEqualTo("63000003616263" + "07c1c2");
        assertThat(unknown.bodyLength()).isEqualTo(2);
        assertThatThrownBy(() -> PayloadChain.encode(List.of(sign, ID)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("next payload: SIGN must be the last payload");
        assertThatThrownBy(() -> PayloadChain.encode(List.of(unknown, ID)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("next payload: unknown(99) must be the last payload");
    }

    @Test
    void payloadsInTheWrongPlaceAreRefusedWithTheReason() {
        assertThatThrownBy(() -> PayloadChain.decodeSubPayloads(Octets.ofHex("000001aa"), PayloadType.RAND))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("RAND payload, next payload at offset 0: RAND is not a sub-payload [RFC 3830, 6.1]");
        for (int type : new int[] {PayloadType.KEY_DATA, PayloadType.SK, PayloadType.ECCPT}) {
            String name = PayloadType.REGISTRY.name(type);
            assertThatThrownBy(
                            () -> MikeyMessage.decode(Octets.ofHex(String.format("0100%02x00010203040000" + "00", type))
                                    .toByteArray()))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessage(
                            "%s payload, next payload at offset 10: %s only stands inside encrypted data [RFC 3830, 6.1]",
                            name, name);
        }
        assertThatThrownBy(() -> PayloadChain.decodeSubPayloads(Octets.ofHex("00"), 99))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(
                        "unknown(99) payload, next payload at offset 0: payload type unknown(99) has no known length "
                                + "[RFC 3830, 6.1]");
    }

    @Test
    void identitiesStandAmongSubPayloadsAndOutside() {
        Octets id = Octets.ofHex("0000000161");
        Octets idr = Octets.ofHex("000100000161");

        assertThat(PayloadChain.decodeSubPayloads(id, PayloadType.ID)).hasSize(1);
        assertThat(PayloadChain.decodeSubPayloads(idr, PayloadType.IDR)).hasSize(1);
        assertThat(MikeyMessage.decode(Octets.ofHex("01000600010203040000" + id).toByteArray())
                        .payloads())
                .hasSize(1);
        assertThat(MikeyMessage.decode(
                                Octets.ofHex("01000e00010203040000" + idr).toByteArray())
                        .payloads())
                .hasSize(1);
    }

    @Test
    void theLayoutOfSubPayloadsTellsWhereTheyStand() {
        List<PayloadLayout> layout =
                PayloadChain.layoutOfSubPayloads(PayloadChain.encode(List.of(ID, SK)), PayloadType.ID);

        assertThat(layout).extracting(PayloadLayout::name).containsExactly("ID", "SK");
        assertThat(layout).extracting(PayloadLayout::offset).containsExactly(0, 7);
        assertThat(layout).extracting(PayloadLayout::length).containsExactly(7, 10);
    }

    @Test
    void ofADamagedChainTheLayoutTellsWhatCouldBeRead() {
        List<PayloadLayout> layout =
                PayloadChain.layoutOfSubPayloads(Octets.ofHex("18000003616263" + "00110009a1a2a3"), PayloadType.ID);

        assertThat(layout).extracting(PayloadLayout::name).containsExactly("ID", "SK");
        assertThat(layout.get(1).length()).isEqualTo(7);
        assertThat(layout.get(1).fields())
                .extracting(FieldLayout::name)
                .containsExactly("nextPayload", "skType", "kv", "keyDataLen");
    }

    /** RFC 3830, 3 and 6.2; RFC 4738, 3.6; RFC 6043, 5; RFC 6267, 5.1. */
    @Test
    void theMessageSaysWhatTheDataOfItsKemacBeginWith() {
        Map<Integer, Integer> first = Map.of(0, 20, 2, 6, 10, 6, 13, 20, 14, 20, 15, 20, 18, 20, 21, 6);

        for (int dataType = 0; dataType < 256; dataType++) {
            assertThat(PayloadChain.firstInKemac(dataType))
                    .as("%d", dataType)
                    .isEqualTo(first.getOrDefault(dataType, 0));
        }
    }
}
