package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.Registry;
import org.mikey4j.message.registry.SrtpParam;

class RegistryTest {
    @Test
    void namesAssignedPrivateAndUnknownValues() {
        Registry dataTypes = DataType.REGISTRY;

        assertThat(dataTypes.name(26)).isEqualTo("SAKKE");
        assertThat(dataTypes.name(27)).isEqualTo("unknown(27)");
        assertThat(dataTypes.name(241)).isEqualTo("private(241)");
        assertThat(dataTypes.isAssigned(26)).isTrue();
        assertThat(dataTypes.isAssigned(27)).isFalse();
    }

    @Test
    void findsValuesByName() {
        assertThat(PayloadType.REGISTRY.valueOf("kemac")).hasValue(1);
        assertThat(PayloadType.REGISTRY.valueOf("nonsense")).isEmpty();
    }

    @Test
    void numbersAreThoseOfIana() {
        assertThat(PayloadType.KEY_DATA).isEqualTo(20);
        assertThat(PayloadType.SAKKE).isEqualTo(26);
        assertThat(SrtpParam.AEAD_AUTH_TAG_LENGTH).isEqualTo(20);
    }
}
