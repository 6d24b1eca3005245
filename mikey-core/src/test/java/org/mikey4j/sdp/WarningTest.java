package org.mikey4j.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarningTest {
    @Test
    void headersQuoteTheirText() {
        assertThat(Warning.miscellaneous("say \"no\" \\").header("host")).isEqualTo("399 host \"say \\\"no\\\" \\\\\"");
        assertThat(Warning.ATTRIBUTE_NOT_UNDERSTOOD.header("a.example"))
                .isEqualTo("306 a.example \"Attribute not understood\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {299, 400, 0, -1})
    void codesAreThreeHundreds(int code) {
        assertThat(new Warning(300, "a").code()).isEqualTo(300);
        assertThat(new Warning(399, "a").code()).isEqualTo(399);
        assertThatThrownBy(() -> new Warning(code, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("warning code: " + code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "\u0000", "\u007f", "\u0085"})
    void noTextCouldBecomeAHeaderOfItsOwn(String text) {
        assertThatThrownBy(() -> new Warning(399, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("warning text: control characters cannot stand in it");
    }
}
