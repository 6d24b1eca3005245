package org.mikey4j.crypto.eccsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECCSIPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECCSIPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECCSISigner;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.RepeatedTest;
import org.mikey4j.message.Octets;

/** Signatures that one implementation makes and another verifies. */
class BouncyCastleTest {
    private static final X9ECParameters P256 = CustomNamedCurves.getByName("P-256");

    private final SecureRandom random = new SecureRandom();
    private final Octets identifier = Octets.of("sip:alice@example.org", StandardCharsets.US_ASCII);
    private final Octets message = Octets.copyOf(random.generateSeed(100));
    private final Ksak ksak = Ksak.generate(random);
    private final EccsiSigningKey key = ksak.issue(identifier, random);
    private final ECCSIPublicKeyParameters pvt = new ECCSIPublicKeyParameters(point(key.pvt()));

    @RepeatedTest(10)
    void ourSignatureVerifiesThere() {
        ECCSISigner verifier = signer();
        verifier.init(false, pvt);
        verifier.update(message.toByteArray(), 0, message.length());

        assertThat(verifier.verifySignature(key.sign(message, random).toByteArray()))
                .isTrue();
    }

    @RepeatedTest(10)
    void theirSignatureVerifiesHere() throws Exception {
        ECCSISigner signer = signer();
        BigInteger ssk = new BigInteger(1, key.ssk().toByteArray());
        signer.init(true, new ParametersWithRandom(new ECCSIPrivateKeyParameters(ssk, pvt), random));
        signer.update(message.toByteArray(), 0, message.length());

        ksak.kpak().verify(identifier, message, Octets.copyOf(signer.generateSignature()));
    }

    private ECCSISigner signer() {
        return new ECCSISigner(point(ksak.kpak().encode()), P256, new SHA256Digest(), identifier.toByteArray());
    }

    private static ECPoint point(Octets octets) {
        return P256.getCurve().decodePoint(octets.toByteArray());
    }
}
