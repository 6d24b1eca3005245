package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Peers;

class AesGcmTest {
    private static final byte[] ZEROS = new byte[AesGcm.KEY_OCTETS];
    private static final String IV = "000000000000000000000000";

    /** Test cases 13 and 14 of the specification of GCM (McGrew, Viega): nothing, and a block of zeros. */
    @ParameterizedTest
    @CsvSource({
        "'', 530f8afbc74536b9a963b4f1c4cb738b",
        "00000000000000000000000000000000, cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    })
    void opensWhatTheSpecificationEncrypts(String plain, String encrypted) throws GeneralSecurityException {
        assertThat(Octets.copyOf(AesGcm.open(ZEROS, Octets.ofHex(IV + encrypted))))
                .isEqualTo(Octets.ofHex(plain));
    }

    @Test
    void whatHasNoIvAndTagIsTooShort() {
        for (int length = 0; length < 28; length++) {
            Octets cut = Octets.copyOf(new byte[length]);
            assertThatThrownBy(() -> AesGcm.open(ZEROS, cut))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessage("too short");
        }
        assertThatThrownBy(() -> AesGcm.open(ZEROS, Octets.copyOf(new byte[28])))
                .isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void whatItIsBoundToIsAuthenticated() throws GeneralSecurityException {
        Octets call = Octets.ofHex("01");
        Octets sealed = AesGcm.seal(ZEROS, Peers.RANDOM, new byte[] {7}, call);

        assertThat(sealed.length()).isEqualTo(12 + 1 + 16);
        assertThat(AesGcm.open(ZEROS, sealed, call)).containsExactly(7);
        assertThatThrownBy(() -> AesGcm.open(ZEROS, sealed, Octets.ofHex("02")))
                .isInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> AesGcm.open(ZEROS, sealed)).isInstanceOf(AEADBadTagException.class);
    }
}
