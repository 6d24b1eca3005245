package org.mikey4j.crypto.sakke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.crypto.IdentityVectors.octets;
import static org.mikey4j.crypto.IdentityVectors.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.SAKKEKEMExtractor;
import org.bouncycastle.crypto.kems.SAKKEKEMSGenerator;
import org.bouncycastle.crypto.params.SAKKEPrivateKeyParameters;
import org.bouncycastle.crypto.params.SAKKEPublicKeyParameters;
import org.bouncycastle.math.ec.ECCurve;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.Octets;

/**
 * Against Bouncy Castle, with the RFC's values: it hashes integers in a form of varying length, which for other values
 * gives other results.
 */
class BouncyCastleTest {
    private static final JsonNode VECTOR = IdentityVectors.file("rfc6508.json");

    private final SAKKEPublicKeyParameters publicKey = publicKey();

    @Test
    void itEncapsulatesTheSameData() {
        byte[] ssv = octets(VECTOR, "ssv").toByteArray();
        SecureRandom given = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] target) {
                System.arraycopy(ssv, 0, target, target.length - ssv.length, ssv.length);
            }
        };

        SecretWithEncapsulation theirs = new SAKKEKEMSGenerator(given).generateEncapsulated(publicKey);

        Octets ours = SakkePublicKey.decode(octets(VECTOR, "publicKey"))
                .encapsulate(octets(VECTOR, "identifier"), secret(VECTOR, "ssv"));
        assertThat(Octets.copyOf(theirs.getEncapsulation())).isEqualTo(ours);
    }

    @Test
    void itOpensOurs() {
        Octets ours = SakkePublicKey.decode(octets(VECTOR, "publicKey"))
                .encapsulate(octets(VECTOR, "identifier"), secret(VECTOR, "ssv"));
        BigInteger z = new BigInteger(VECTOR.get("masterSecret").asText(), 16);

        byte[] ssv =
                new SAKKEKEMExtractor(new SAKKEPrivateKeyParameters(z, publicKey)).extractSecret(ours.toByteArray());

        assertThat(SecretBytes.wrap(ssv)).isEqualTo(secret(VECTOR, "ssv"));
    }

    private static SAKKEPublicKeyParameters publicKey() {
        JsonNode parameters = VECTOR.get("parameters");
        BigInteger p = new BigInteger(parameters.get("p").asText(), 16);
        BigInteger q = new BigInteger(parameters.get("q").asText(), 16);
        ECCurve curve = new ECCurve.Fp(p, p.subtract(BigInteger.valueOf(3)), BigInteger.ZERO, q, BigInteger.valueOf(4));
        BigInteger identifier = new BigInteger(1, octets(VECTOR, "identifier").toByteArray());
        return new SAKKEPublicKeyParameters(
                identifier, curve.decodePoint(octets(VECTOR, "publicKey").toByteArray()));
    }
}
