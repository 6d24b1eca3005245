package org.mikey4j.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mikey4j.testing.TestPki.spec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.testing.TestPki;
import org.mikey4j.testing.TestPki.Entity;
import org.mikey4j.trust.UnreadableKeyException.Reason;

/** Files as openssl writes them. */
class KeyFileTest {
    private static final String PASSWORD = "pass f\u00fcr Alice";
    private static final Entity ROOT = spec("root").ca().selfSigned();
    private static final Entity ALICE =
            spec("alice").uri("sip:alice@example.org").issuedBy(ROOT);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        write("key.pem", pem("PRIVATE KEY", ALICE.keys().getPrivate().getEncoded()));
        write("chain.pem", certificate(ALICE) + "# a remark\n" + certificate(ROOT));
        write("alice.pem", certificate(ALICE));
        write("root.pem", certificate(ROOT));
    }

    private static String certificate(Entity entity) throws Exception {
        return pem("CERTIFICATE", entity.certificate().getEncoded());
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    private static byte[] write(String name, String text) throws Exception {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve(name), octets);
        return octets;
    }

    /** Runs openssl in the folder and gives what it wrote to {@code out}. */
    private static byte[] openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-out", "out"));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
        return Files.readAllBytes(folder.resolve("out"));
    }

    private static PasswordSource password(String password) {
        return what -> Optional.of(password.toCharArray());
    }

    private static void assertAlice(Object key) {
        assertThat(key)
                .isInstanceOfSatisfying(
                        RSAKey.class,
                        rsa -> assertThat(rsa.getModulus())
                                .isEqualTo(((RSAKey) ALICE.keys().getPublic()).getModulus()));
    }

    private static void assertUnreadable(Reason reason, ThrowingCallable read) {
        assertThatExceptionOfType(UnreadableKeyException.class)
                .isThrownBy(read)
                .satisfies(e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }

    static Stream<List<String>> keyFiles() {
        return Stream.of(
                List.of("pkey"),
                List.of("pkey", "-outform", "DER"),
                List.of("rsa", "-traditional"),
                List.of("rsa", "-traditional", "-outform", "DER"));
    }

    @ParameterizedTest
    @MethodSource("keyFiles")
    void keysInTheClear(List<String> form) throws Exception {
        List<String> command = new ArrayList<>(form);
        command.addAll(List.of("-in", "key.pem"));

        assertAlice(KeyFile.privateKey(openssl(command.toArray(String[]::new)), PasswordSource.NONE));
    }

    static Stream<List<String>> encryptions() {
        return Stream.of(
                List.of("-v2", "aes-256-cbc"),
                List.of("-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1", "-outform", "DER"),
                List.of("-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA512"),
                List.of("-v2", "des3"),
                List.of("-scrypt"),
                List.of("-v1", "PBE-SHA1-3DES"));
    }

    @ParameterizedTest
    @MethodSource("encryptions")
    void keysUnderAPassword(List<String> encryption) throws Exception {
        // PBES1 of PKCS #12 takes the password as UTF-16, of which openssl makes only what is ASCII right.
        String password = encryption.contains("-v1") ? "password" : PASSWORD;
        List<String> command = new ArrayList<>(List.of("pkcs8", "-topk8", "-in", "key.pem", "-passout"));
        command.add("pass:" + password);
        command.addAll(encryption);
        byte[] file = openssl(command.toArray(String[]::new));

        assertAlice(KeyFile.privateKey(file, password(password)));
        assertUnreadable(Reason.PASSWORD_NEEDED, () -> KeyFile.privateKey(file, PasswordSource.NONE));
        assertThatExceptionOfType(UnreadableKeyException.class)
                .isThrownBy(() -> KeyFile.privateKey(file, password("another")))
                .satisfies(e -> assertThat(e.reason()).isIn(Reason.WRONG_PASSWORD, Reason.MALFORMED));
    }

    @Test
    void thePasswordIsWiped() throws Exception {
        byte[] file = openssl("pkcs8", "-topk8", "-in", "key.pem", "-passout", "pass:secret");
        char[] password = "secret".toCharArray();

        KeyFile.privateKey(file, what -> Optional.of(password));

        assertThat(password).containsOnly('\0');
    }

    @ParameterizedTest
    @ValueSource(strings = {"-certpbe AES-256-CBC -keypbe AES-256-CBC -macalg sha256", "-legacy"})
    void aPkcs12FileHasKeyAndChain(String options) throws Exception {
        List<String> command = new ArrayList<>(List.of("pkcs12", "-export", "-inkey", "key.pem", "-in", "alice.pem"));
        command.addAll(List.of("-certfile", "root.pem", "-passout", "pass:secret"));
        command.addAll(List.of(options.split(" ")));
        byte[] file = openssl(command.toArray(String[]::new));

        Credentials read = KeyFile.credentials(file, password("secret"));

        assertAlice(read.key());
        assertThat(read.certificates()).containsExactly(ALICE.certificate(), ROOT.certificate());
        assertThat(read.payloads()).containsExactly(ALICE.payload(), ROOT.payload());
        assertThat(read).hasToString("Credentials[CN=alice, 2 certificates]");
        assertUnreadable(Reason.WRONG_PASSWORD, () -> KeyFile.credentials(file, password("wrong")));
        assertUnreadable(Reason.PASSWORD_NEEDED, () -> KeyFile.credentials(file, PasswordSource.NONE));
    }

    @Test
    void aPkcs12FileWithoutKey() throws Exception {
        byte[] file = openssl("pkcs12", "-export", "-nokeys", "-in", "alice.pem", "-passout", "pass:secret");

        assertUnreadable(Reason.NO_KEY, () -> KeyFile.credentials(file, password("secret")));
        file[file.length / 2] ^= 1;
        assertThatExceptionOfType(UnreadableKeyException.class)
                .isThrownBy(() -> KeyFile.credentials(file, password("secret")));
    }

    @Test
    void certificatesInPemAndDer() throws Exception {
        assertThat(KeyFile.certificates(Files.readAllBytes(folder.resolve("chain.pem"))))
                .containsExactly(ALICE.certificate(), ROOT.certificate());
        assertThat(KeyFile.certificates(openssl("x509", "-in", "alice.pem", "-outform", "DER")))
                .containsExactly(ALICE.certificate());
        assertThat(KeyFile.certificates(openssl("x509", "-in", "alice.pem", "-trustout", "-text")))
                .as("TRUSTED CERTIFICATE, behind text")
                .containsExactly(ALICE.certificate());
    }

    @Test
    void keyAndCertificatesInOnePemFile() throws Exception {
        byte[] both = write("both.pem", Files.readString(folder.resolve("key.pem")) + certificate(ALICE));

        assertThat(KeyFile.credentials(both, PasswordSource.NONE).certificates())
                .containsExactly(ALICE.certificate());
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedByName() throws Exception {
        String key = Files.readString(folder.resolve("key.pem"));
        byte[] wrong = write("wrong.pem", key + certificate(ROOT));
        byte[] two = write("two.pem", key + key + certificate(ALICE));
        byte[] keyOnly = Files.readAllBytes(folder.resolve("key.pem"));
        byte[] certificateOnly = Files.readAllBytes(folder.resolve("alice.pem"));

        assertUnreadable(Reason.KEY_DOES_NOT_MATCH, () -> KeyFile.credentials(wrong, PasswordSource.NONE));
        assertUnreadable(Reason.SEVERAL_KEYS, () -> KeyFile.privateKey(two, PasswordSource.NONE));
        assertUnreadable(Reason.NO_CERTIFICATE, () -> KeyFile.credentials(keyOnly, PasswordSource.NONE));
        assertUnreadable(Reason.NO_CERTIFICATE, () -> KeyFile.certificates(keyOnly));
        assertUnreadable(Reason.NO_KEY, () -> KeyFile.privateKey(certificateOnly, PasswordSource.NONE));
        assertUnreadable(
                Reason.NO_KEY, () -> KeyFile.privateKey(ALICE.certificate().getEncoded(), PasswordSource.NONE));
    }

    @Test
    void otherKeysAndOldEncryptionAreRefusedByName() throws Exception {
        byte[] elliptic = openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout");
        write("ec.pem", new String(elliptic, StandardCharsets.US_ASCII));
        byte[] pkcs8 = openssl("pkcs8", "-topk8", "-nocrypt", "-in", "ec.pem");
        byte[] old = openssl("rsa", "-traditional", "-in", "key.pem", "-aes128", "-passout", "pass:secret");

        assertUnreadable(Reason.UNSUPPORTED_KEY, () -> KeyFile.privateKey(pkcs8, PasswordSource.NONE));
        assertUnreadable(Reason.UNSUPPORTED_ENCRYPTION, () -> KeyFile.privateKey(old, password("secret")));
    }

    @Test
    void aFileMayNotAskForUnboundedWork() throws Exception {
        byte[] salt = new byte[8];
        byte[] file = encrypted(new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2,
                new PBKDF2Params(
                        salt, 10_000_001, 32, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))));
        byte[] unknown =
                encrypted(new KeyDerivationFunc(new ASN1ObjectIdentifier("1.2.3.4"), new DEROctetString(salt)));

        assertUnreadable(Reason.UNSUPPORTED_ENCRYPTION, () -> KeyFile.privateKey(file, password("x")));
        assertUnreadable(Reason.UNSUPPORTED_ENCRYPTION, () -> KeyFile.privateKey(unknown, password("x")));
        assertUnreadable(
                Reason.TOO_LARGE, () -> KeyFile.privateKey(new byte[KeyFile.MAX_OCTETS + 1], PasswordSource.NONE));
    }

    private static byte[] encrypted(KeyDerivationFunc function) throws Exception {
        PBES2Parameters parameters = new PBES2Parameters(
                function, new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])));
        return new EncryptedPrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), new byte[32])
                .getEncoded();
    }

    @Test
    void octetsOfAnyKindGiveANamedError() throws Exception {
        byte[] der = TestPki.key("alice", 2048).getPrivate().getEncoded();

        assertUnreadable(Reason.NOT_RECOGNIZED, () -> KeyFile.privateKey(new byte[0], PasswordSource.NONE));
        assertUnreadable(
                Reason.NOT_RECOGNIZED, () -> KeyFile.certificates("hello".getBytes(StandardCharsets.US_ASCII)));
        for (int length = 1; length < der.length; length += 7) {
            byte[] cut = java.util.Arrays.copyOf(der, length);
            assertUnreadable(Reason.MALFORMED, () -> KeyFile.privateKey(cut, PasswordSource.NONE));
        }
        assertUnreadable(
                Reason.MALFORMED,
                () -> KeyFile.certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
                        .getBytes(StandardCharsets.US_ASCII)));
    }
}
