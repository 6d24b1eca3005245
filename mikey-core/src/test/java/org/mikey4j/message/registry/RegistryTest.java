package org.mikey4j.message.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

    @Test
    void aRegistryIsWhatItWasBuiltOf() {
        Registry registry = Registry.of("A Title", "RFC 3830, 10")
                .with(0, "NONE")
                .with(200, "SOME")
                .privateUse(210, 220)
                .build();

        assertThat(registry.title()).isEqualTo("A Title");
        assertThat(registry.section()).isEqualTo("RFC 3830, 10");
        assertThat(registry.names()).containsExactly(Map.entry(0, "NONE"), Map.entry(200, "SOME"));
        assertThat(registry.isAssigned(0)).isTrue();
        assertThat(registry.isAssigned(200)).isTrue();
        assertThat(registry.isAssigned(1)).isFalse();
        assertThat(registry.isAssigned(-1)).isFalse();
        assertThat(IntStream.rangeClosed(-1, 256).filter(registry::isPrivateUse))
                .containsExactly(210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220);
        assertThat(registry.name(209)).isEqualTo("unknown(209)");
        assertThat(registry.name(210)).isEqualTo("private(210)");
        assertThat(registry.valueOf("Some")).hasValue(200);
    }

    @Test
    void aRegistryWithoutPrivateUseHasNone() {
        Registry registry =
                Registry.of("C", "RFC 3830, 6.3").with(0, "NO_CACHE").build();

        assertThat(IntStream.rangeClosed(-1, 256).filter(registry::isPrivateUse))
                .isEmpty();
        assertThat(registry.isPrivateUse(Integer.MAX_VALUE)).isFalse();
        assertThat(registry.isPrivateUse(Integer.MIN_VALUE)).isFalse();
    }

    @Test
    void aValueHasOneName() {
        Registry.Builder builder = Registry.of("C", "RFC 3830, 6.3").with(3, "FIRST");

        assertThatThrownBy(() -> builder.with(3, "SECOND"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value 3 named twice");
    }
}
