package org.mikey4j.crypto.eccsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.crypto.IdentityVectors.octets;
import static org.mikey4j.crypto.IdentityVectors.secret;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.IdentityVectors;
import org.mikey4j.crypto.internal.CurveArithmetic;
import org.mikey4j.crypto.internal.ProjectivePoint;
import org.mikey4j.crypto.internal.Scalars;
import org.mikey4j.crypto.internal.Sha256;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

/** The test data of RFC 6507, Appendix A, octet for octet. */
class Rfc6507Test {
    private static final JsonNode VECTOR = IdentityVectors.file("rfc6507.json");
    private static final Octets IDENTIFIER = octets(VECTOR, "identifier");
    private static final Octets MESSAGE = octets(VECTOR, "message");

    private final Kpak kpak = Kpak.decode(octets(VECTOR, "kpak"));

    @Test
    @Proves({"R6507-4.1-01", "R6507-4.2-02"})
    void kpakComesFromKsak() {
        assertThat(Ksak.of(secret(VECTOR, "ksak")).kpak()).isEqualTo(kpak);
    }

    @Test
    @Proves("R6507-5.1.1-01")
    void serviceIssuesTheKeyPair() {
        EccsiSigningKey key = Ksak.of(secret(VECTOR, "ksak")).issue(IDENTIFIER, random("v"));

        assertThat(key.pvt()).isEqualTo(octets(VECTOR, "pvt"));
        assertThat(key.hs()).isEqualTo(octets(VECTOR, "hs"));
        assertThat(key.ssk()).isEqualTo(secret(VECTOR, "ssk"));
    }

    @Test
    @Proves({"R6507-4.1-01", "R6507-5.2.1-01", "R6509-2.1.1-02"})
    void signatureIsTheOnePublished() {
        EccsiSigningKey key = EccsiSigningKey.validate(kpak, IDENTIFIER, secret(VECTOR, "ssk"), octets(VECTOR, "pvt"));

        assertThat(key.sign(MESSAGE, random("j"))).isEqualTo(octets(VECTOR, "signature"));
    }

    @Test
    void signatureVerifies() {
        kpak.verify(IDENTIFIER, MESSAGE, octets(VECTOR, "signature"));
    }

    @Test
    void ephemeralPointAndYAreTheOnesPublished() {
        try (CurveArithmetic curve = new CurveArithmetic(P256.CURVE)) {
            ProjectivePoint j = P256.GENERATOR.multiply(curve, scalar("j"));
            assertThat(encode(curve, j)).isEqualTo(octets(VECTOR, "ephemeralPoint"));

            ProjectivePoint y = curve.infinity();
            curve.multiplyPublic(y, P256.pvt(octets(VECTOR, "pvt")), scalar("hs"));
            curve.add(y, y, P256.CURVE.decode(kpak.encode().toByteArray()).orElseThrow());
            assertThat(encode(curve, y)).isEqualTo(octets(VECTOR, "y"));
        }
    }

    @Test
    void hashOfTheMessageIsTheOnePublished() {
        byte[] he = Sha256.hash(
                octets(VECTOR, "hs").toByteArray(), octets(VECTOR, "r").toByteArray(), MESSAGE.toByteArray());

        assertThat(Octets.copyOf(he)).isEqualTo(octets(VECTOR, "he"));
    }

    private static GivenRandom random(String field) {
        return new GivenRandom(octets(VECTOR, field).toByteArray());
    }

    private static long[] scalar(String field) {
        return Scalars.limbs(P256.CURVE.scalars(), octets(VECTOR, field).toByteArray());
    }

    private static Octets encode(CurveArithmetic curve, ProjectivePoint point) {
        return Octets.copyOf(P256.CURVE.encode(curve.toAffine(point)));
    }
}
