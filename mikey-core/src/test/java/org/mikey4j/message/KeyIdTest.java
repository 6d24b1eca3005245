package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.testing.Proves;

class KeyIdTest {
    @Test
    @Proves("R4563-4-01")
    void standsInTheExtensionAsTypeLengthAndIdentifier() {
        List<KeyId> ids = List.of(new KeyId(0, Octets.ofHex("a1a2")), new KeyId(1, Octets.ofHex("b1b2b3")));

        GeneralExtensionPayload extension = KeyId.extension(ids);

        assertThat(extension.extensionType()).isEqualTo(GeneralExtensionType.KEY_ID);
        assertThat(extension.data()).isEqualTo(Octets.ofHex("0002a1a2" + "0103b1b2b3"));
        assertThat(KeyId.of(extension)).isEqualTo(ids);
    }

    @Test
    @Proves("R4563-4-01")
    void aLengthBeyondTheDataIsRefusedWhereItStands() {
        GeneralExtensionPayload extension =
                new GeneralExtensionPayload(GeneralExtensionType.KEY_ID, Octets.ofHex("0001aa" + "0105b1"));

        assertThatThrownBy(() -> KeyId.of(extension)).isInstanceOfSatisfying(MalformedMessageException.class, e -> {
            assertThat(e.rule()).isEqualTo(DecodeRule.LENGTH_OVERRUN);
            assertThat(e.field()).isEqualTo("keyId");
        });
    }

    @Test
    void anotherExtensionHasNone() {
        assertThatThrownBy(() -> KeyId.of(new GeneralExtensionPayload(1, Octets.ofHex("00"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no key IDs");
    }
}
