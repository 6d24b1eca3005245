package org.mikey4j.vectors;

import java.security.SecureRandom;
import java.util.List;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.message.IdPayload;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;

/** The end under test in the vectors of the modes with certificates: Alice or Bob, who trust one root. */
record SignedEnd(LocalIdentity identity, EnvelopeOpener opener, PeerTrust trust) {
    static SignedEnd of(ExchangeVector vector) {
        String name = vector.setup().get("own").asText();
        Credentials own = new Credentials(
                KeyFile.privateKey(VectorFile.octets("certs/" + name + ".key.pem"), PasswordSource.NONE),
                KeyFile.certificates(VectorFile.octets("certs/" + name + ".pem")));
        SecureRandom random = new SecureRandom();
        MessageSigner signer = MessageSigner.rsa(
                own.key(), SignatureScheme.RSA_PKCS1_V1_5, HashAlgorithm.SHA_256, JcaAlgorithms.PLATFORM, random);
        return new SignedEnd(
                new LocalIdentity(IdPayload.uri("sip:" + name + "@example.org"), own.payloads(), signer),
                new EnvelopeOpener(own.key(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, random),
                PeerTrust.of(
                        new PkixValidator(PkixPolicy.trusting(KeyFile.certificates(VectorFile.octets("certs/root.pem")))
                                .build())));
    }

    static List<String> files() {
        return List.of("pk-responder", "dh-sign-responder", "dh-sign-initiator", "rsa-r-responder", "rsa-r-initiator")
                .stream()
                .map(name -> "exchanges/" + name + ".json")
                .toList();
    }
}
