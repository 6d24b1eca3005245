package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.message.Octets;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;

/** openssl's command in a folder of its own, where it keeps the keys and certificates that it makes. */
final class Openssl {
    private static final int RSA_OCTETS = 256;

    private final Path folder;

    Openssl(Path folder) throws Exception {
        Peer.require("openssl", "openssl", "version");
        this.folder = folder;
    }

    Path write(String name, byte[] octets) throws Exception {
        return Files.write(folder.resolve(name), octets);
    }

    byte[] read(String name) throws Exception {
        return Files.readAllBytes(folder.resolve(name));
    }

    /** Runs a command line, split at its spaces, which has to end well. */
    void run(String line, List<String> more) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(line.split(" ")));
        command.addAll(more);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(command + "\n" + Files.readString(folder.resolve("log")))
                .isZero();
    }

    void run(String line) throws Exception {
        run(line, List.of());
    }

    /** A key and a certificate that signs itself and may issue others. */
    void root(String name, SignatureScheme scheme) throws Exception {
        run("req -x509 -newkey rsa:2048 -nodes -sha256 -days 10 -subj /CN=" + name + " -keyout " + name + ".key -out "
                + name + ".pem -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature"
                + certificateOptions(scheme));
    }

    /** A key, and a certificate with these extensions, one a line, that the issuer signs. */
    void issue(String name, String issuer, SignatureScheme scheme, String extensions) throws Exception {
        write(name + ".ext", (extensions + "\n").getBytes(StandardCharsets.UTF_8));
        run("req -new -newkey rsa:2048 -nodes -sha256 -subj /CN=" + name + " -keyout " + name + ".key -out " + name
                + ".csr");
        run("x509 -req -sha256 -days 5 -in " + name + ".csr -CA " + issuer + ".pem -CAkey " + issuer
                + ".key -CAcreateserial -extfile " + name + ".ext -out " + name + ".pem" + certificateOptions(scheme));
    }

    private static String certificateOptions(SignatureScheme scheme) {
        return scheme == SignatureScheme.RSA_PSS ? " -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest" : "";
    }

    X509Certificate certificate(String name) throws Exception {
        return KeyFile.certificates(read(name + ".pem")).get(0);
    }

    PrivateKey key(String name) throws Exception {
        return KeyFile.privateKey(read(name + ".key"), PasswordSource.NONE);
    }

    X509CRL crl(String file) throws Exception {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(read(file)));
    }

    /** Signs with openssl alone: the key is in its file. */
    MessageSigner signer(String name, SignatureScheme scheme, HashAlgorithm hash) {
        return new MessageSigner() {
            @Override
            public int sType() {
                return scheme.sType();
            }

            @Override
            public int signatureOctets() {
                return RSA_OCTETS;
            }

            @Override
            public Octets sign(Octets message) {
                try {
                    write("signed", message.toByteArray());
                    run("dgst -" + digest(hash) + " -sign " + name + ".key" + certificateOptions(scheme)
                            + " -out signature signed");
                    return Octets.copyOf(read("signature"));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    /** Verifies a signature under the key of a certificate. */
    void verify(String name, SignatureScheme scheme, HashAlgorithm hash, Octets covered, Octets signature)
            throws Exception {
        write("signed", covered.toByteArray());
        write("signature", signature.toByteArray());
        run("x509 -in " + name + ".pem -pubkey -noout -out " + name + ".pub");
        run("dgst -" + digest(hash) + " -verify " + name + ".pub -signature signature" + certificateOptions(scheme)
                + " signed");
    }

    private static String digest(HashAlgorithm hash) {
        return hash == HashAlgorithm.SHA_1 ? "sha1" : "sha256";
    }

    /** Opens what was sealed under the key of a certificate. */
    SecretBytes open(String name, EnvelopePadding padding, Octets sealed) throws Exception {
        write("sealed", sealed.toByteArray());
        run("pkeyutl -decrypt -inkey " + name + ".key -in sealed -out opened" + padding(padding));
        return SecretBytes.wrap(read("opened"));
    }

    /** Seals a key under that of a certificate. */
    Octets seal(String name, EnvelopePadding padding, SecretBytes key) throws Exception {
        write("plain", key.toByteArray());
        run("pkeyutl -encrypt -certin -inkey " + name + ".pem -in plain -out sealed" + padding(padding));
        return Octets.copyOf(read("sealed"));
    }

    private static String padding(EnvelopePadding padding) {
        return switch (padding) {
            case PKCS1_V1_5 -> " -pkeyopt rsa_padding_mode:pkcs1";
            case OAEP_SHA_1 -> " -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha1";
            case OAEP_SHA_256 -> " -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256";
        };
    }
}
