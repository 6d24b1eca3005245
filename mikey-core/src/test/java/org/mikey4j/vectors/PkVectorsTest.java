package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.testing.Proves;

/** The KEMAC under an envelope key, which other programs computed. */
class PkVectorsTest {
    private static final JsonNode PK = VectorFile.read("crypto/rfc3830.json").get("pk_kemac");

    private final long csbId = Long.parseLong(PK.get("csb_id").asText(), 16);
    private final TPayload timestamp =
            new TPayload(0, Long.parseUnsignedLong(PK.get("t").asText(), 16));
    private final MessageProtection protection = MessageProtection.derive(
            KemacCipher.AES_CM_128,
            MacAlgorithm.HMAC_SHA_1_160,
            20,
            Prf.MIKEY_1,
            SecretBytes.copyOf(Octets.ofHex(PK.get("env_key").asText())),
            csbId,
            Octets.ofHex(PK.get("rand").asText()));
    private final KemacPayload kemac = (KemacPayload) PayloadChain.decode(
                    Octets.ofHex(
                            "00" + PK.get("kemac_on_wire_next_is_PKE").asText().substring(2)),
                    PayloadType.KEMAC)
            .get(0);

    @Test
    @Proves({"R3830-5.2-05", "R3830-6.2-03"})
    void theMacCoversTheKemacAsIfItWereTheLastPayload() {
        KemacPayload made = protection.authenticateAlone(protection.seal(
                PayloadChain.decodeSubPayloads(Octets.ofHex(PK.get("plain").asText()), PayloadType.ID),
                csbId,
                timestamp));

        assertThat(made).isEqualTo(kemac);
        assertThat(protection.isAuthenticAlone(kemac)).isTrue();
        assertThat(protection.isAuthenticAlone(new KemacPayload(
                        kemac.encrAlg(), kemac.encrData(), kemac.macAlg(), Octets.copyOf(new byte[20]))))
                .isFalse();
    }

    @Test
    @Proves("R3830-3.2-04")
    void theIdentityStandsBeforeTheKeys() {
        byte[] plain = protection.open(kemac, csbId, timestamp);

        assertThat(HexFormat.of().formatHex(plain)).isEqualTo(PK.get("plain").asText());
        assertThat(PayloadChain.decodeSubPayloads(Octets.copyOf(plain), PayloadType.ID))
                .extracting(p -> p.type())
                .isEqualTo(List.of(PayloadType.ID, PayloadType.KEY_DATA));
    }
}
