package org.mikey4j.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mikey4j.message.Octets;

class SdpEditorTest {
    private static final Octets ONE = Octets.ofHex("010203");
    private static final Octets TWO = Octets.ofHex("040506");
    private static final String TEXT = "v=0\r\na=key-mgmt:mikey BwgJ\r\na=x\na=key-mgmt:other AQID\r\n"
            + "a=key-mgmt:mikey CgsM\r\nm=audio 1 RTP/SAVP 0\r\n";

    @Test
    void replacesTheFirstLineOfAProtocolAndRemovesTheOthers() {
        assertThat(Sdp.parse(TEXT)
                        .edit()
                        .replace(SdpSection.SESSION, "mikey", ONE)
                        .replace(0, "mikey", TWO)
                        .text())
                .isEqualTo("v=0\r\na=key-mgmt:mikey AQID\r\na=x\na=key-mgmt:other AQID\r\n"
                        + "m=audio 1 RTP/SAVP 0\r\na=key-mgmt:mikey BAUG\r\n");
    }

    @Test
    void removesAProtocol() {
        assertThat(Sdp.parse(TEXT).edit().remove(SdpSection.SESSION, "mikey").text())
                .isEqualTo("v=0\r\na=x\na=key-mgmt:other AQID\r\nm=audio 1 RTP/SAVP 0\r\n");
    }

    @Test
    void linesThatAreAddedKeepTheirOrder() {
        assertThat(Sdp.parse("v=0\r\n")
                        .edit()
                        .add(SdpSection.SESSION, "one", ONE)
                        .add(SdpSection.SESSION, "two", TWO)
                        .text())
                .isEqualTo("v=0\r\na=key-mgmt:one AQID\r\na=key-mgmt:two BAUG\r\n");
    }

    @Test
    void theSameLineIsNotChangedTwice() {
        assertThatThrownBy(() -> Sdp.parse(TEXT)
                        .edit()
                        .replace(SdpSection.SESSION, "mikey", ONE)
                        .remove(SdpSection.SESSION, "mikey")
                        .text())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a key-mgmt line was changed twice");
    }

    @Test
    void refusesWhatCannotBeWritten() {
        SdpEditor editor = Sdp.parse(TEXT).edit();

        assertThatThrownBy(() -> editor.add(0, "a b", ONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> editor.add(1, "mikey", ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("media description 1: the SDP has 1");
    }
}
