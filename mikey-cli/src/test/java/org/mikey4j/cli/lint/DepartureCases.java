package org.mikey4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECCSIPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECCSIPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECCSISigner;
import org.mikey4j.cli.Cli;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;

/**
 * What signatures and MACs of other implementations cover: messages that our commands make, signed again over other octets by the
 * JDK and, with identity keys, by Bouncy Castle.
 */
final class DepartureCases {
    static final int SIGNATURE_OCTETS = 256;
    static final String IDI = hex("sip:alice@example.org");
    static final String IDR = hex("sip:bob@example.org");
    private static final int ECCSI_OCTETS = 129;
    private static final int MAC_OCTETS = 20;
    private static final X9ECParameters P256 = CustomNamedCurves.getByName("secp256r1");
    private static final Path FOLDER = folder();

    private DepartureCases() {}

    static List<RuleCase> all() {
        String dh = run("generate dh --identity @alice.pem --id-r sip:bob@example.org");
        String dhAnswer = answer(dh, "--identity @bob.pem --trust @ca.pem");
        String dhWhole = resigned("bob", dhAnswer, 0, IDI + IDR + timestamp(dhAnswer));
        String dhHeadless = resigned("alice", dh, 2, "");
        String rsar = run("generate rsa-r --identity @alice.pem --id-r sip:bob@example.org");
        String rsarAnswer = answer(rsar, "--identity @bob.pem --trust @ca.pem");
        String rsarOwn = resigned("bob", rsarAnswer, 0, IDR + timestamp(rsarAnswer));
        String mac = run("generate dhhmac --psk @psk --id-i sip:alice@example.org --id-r sip:bob@example.org");
        String macAnswer = answer(mac, "--credentials @psk");
        String macWhole = remaced(mac, macAnswer);
        String sakke = run("generate sakke --kms @alice.json --id-i sip:alice@example.org --id-r sip:bob@example.org");
        RuleCase.Given certificates =
                new RuleCase.Given(ProofCases.PSK, ProofCases.PSK, List.of("--trust", path("ca.pem")));
        RuleCase.Given identities =
                new RuleCase.Given(ProofCases.PSK, ProofCases.PSK, List.of("--kms", path("bob.json")));
        return List.of(
                RuleCase.of("SIGNATURE_WITHOUT_SIGN_HEADER", dhHeadless, dh).with(certificates),
                RuleCase.of("SIGNATURE_WITHOUT_SIGN_HEADER", eccsiWithoutHeader(sakke), sakke)
                        .with(identities),
                RuleCase.of(
                                "ANSWER_COVERS_MESSAGE_ALONE",
                                ProofCases.lines(dh, dhAnswer),
                                ProofCases.lines(dh, dhWhole))
                        .with(certificates),
                RuleCase.of("ANSWER_COVERS_IDENTITIES", ProofCases.lines(dh, dhWhole), ProofCases.lines(dh, dhAnswer))
                        .with(certificates),
                RuleCase.of(
                        "ANSWER_COVERS_IDENTITIES", ProofCases.lines(mac, macWhole), ProofCases.lines(mac, macAnswer)),
                RuleCase.of(
                                "ANSWER_SIGNED_WITHOUT_IDI",
                                ProofCases.lines(rsar, rsarOwn),
                                ProofCases.lines(rsar, rsarAnswer))
                        .with(certificates),
                RuleCase.of("NOT_AUTHENTIC", resigned("bob", dh, 0, ""), dh).with(certificates),
                RuleCase.of("NOT_AUTHENTIC", ProofCases.lines(rsar, rsarOwn), ProofCases.lines(rsar, rsarAnswer))
                        .with(certificates));
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("departures");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificates of both ends and their authority, and the identity keys of both. */
    static {
        run("keygen --ca --subject CN=Departures --out @ca.pem");
        run("keygen --issuer @ca.pem --id sip:alice@example.org --out @alice.pem");
        run("keygen --issuer @ca.pem --id sip:bob@example.org --out @bob.pem");
        run("kms init --uri kms.example.org --out @kms.json");
        run("kms issue --kms @kms.json --user sip:alice@example.org --format json --out @alice.json");
        run("kms issue --kms @kms.json --user sip:bob@example.org --format json --out @bob.json");
        write("psk", ProofCases.PSK);
    }

    static String path(String name) {
        return FOLDER.resolve(name).toString();
    }

    private static void write(String name, String text) {
        try {
            Files.writeString(FOLDER.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a line in which {@code @name} stands for a file; the message that it prints, in hexadecimal digits. */
    private static String run(String line) {
        Cli.Result result = new Cli()
                .at(Sample.NOW.toString())
                .with(Arrays.stream(line.split(" "))
                        .map(word -> word.startsWith("@") ? path(word.substring(1)) : word)
                        .toArray(String[]::new));
        assertThat(result.exitCode()).as(line + ": " + result.err()).isZero();
        return line.startsWith("generate") || line.startsWith("respond")
                ? HexFormat.of()
                        .formatHex(Base64.getDecoder().decode(result.out().strip()))
                : "";
    }

    private static String answer(String offer, String options) {
        write("offer", offer);
        return run("respond " + options + " @offer");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The value of T, which is the first payload. */
    static String timestamp(String message) {
        int sessions = Integer.parseInt(message.substring(16, 18), 16);
        int at = 2 * (10 + 9 * sessions + 2);
        return message.substring(at, at + 16);
    }

    /** All but the signature, or the MAC, and some octets fewer; and others behind it. */
    private static byte[] covered(byte[] message, int sealOctets, int fewer, String appended) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(message, 0, message.length - sealOctets - fewer);
        out.writeBytes(HexFormat.of().parseHex(appended));
        return out.toByteArray();
    }

    /** A message, signed by the JDK with another's key or over other octets. */
    static String resigned(String who, String message, int fewer, String appended) {
        byte[] octets = HexFormat.of().parseHex(message);
        try {
            String pem = Files.readString(FOLDER.resolve(who + ".pem"));
            int begin = pem.indexOf("-----BEGIN PRIVATE KEY-----") + 27;
            byte[] key = Base64.getMimeDecoder().decode(pem.substring(begin, pem.indexOf("-----END PRIVATE", begin)));
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)));
            rsa.update(covered(octets, SIGNATURE_OCTETS, fewer, appended));
            System.arraycopy(rsa.sign(), 0, octets, octets.length - SIGNATURE_OCTETS, SIGNATURE_OCTETS);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
        return HexFormat.of().formatHex(octets);
    }

    /**
     * An answer of DHHMAC whose MAC covers both identities and the timestamp as well. The key of the MAC has one block, as the
     * pre-shared key has (RFC 3830, 4.1.2).
     */
    private static String remaced(String offer, String answer) {
        byte[] octets = HexFormat.of().parseHex(answer);
        Octets rand = MikeyMessage.decode(HexFormat.of().parseHex(offer))
                .payload(RandPayload.class)
                .orElseThrow()
                .rand();
        byte[] label = HexFormat.of().parseHex("2d22ac75ff" + answer.substring(8, 16) + rand.toHex());
        byte[] psk = HexFormat.of().parseHex(ProofCases.PSK);
        byte[] authKey = hmac(psk, hmac(psk, label), label);
        byte[] mac = hmac(authKey, covered(octets, MAC_OCTETS, 0, IDI + IDR + timestamp(answer)));
        System.arraycopy(mac, 0, octets, octets.length - MAC_OCTETS, MAC_OCTETS);
        return HexFormat.of().formatHex(octets);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String eccsiWithoutHeader(String message) {
        byte[] octets = HexFormat.of().parseHex(message);
        try {
            JsonNode keys =
                    new ObjectMapper().readTree(FOLDER.resolve("alice.json").toFile());
            ECCSISigner signer = new ECCSISigner(
                    P256.getCurve()
                            .decodePoint(HexFormat.of()
                                    .parseHex(keys.at("/kms/0/kpak").asText())),
                    P256,
                    new SHA256Digest(),
                    HexFormat.of().parseHex(keys.at("/keys/0/identifier").asText()));
            ECCSIPublicKeyParameters pvt = new ECCSIPublicKeyParameters(P256.getCurve()
                    .decodePoint(HexFormat.of().parseHex(keys.at("/keys/0/pvt").asText())));
            BigInteger ssk = new BigInteger(keys.at("/keys/0/ssk").asText(), 16);
            signer.init(true, new ParametersWithRandom(new ECCSIPrivateKeyParameters(ssk, pvt), new SecureRandom()));
            byte[] covered = covered(octets, ECCSI_OCTETS, 2, "");
            signer.update(covered, 0, covered.length);
            System.arraycopy(signer.generateSignature(), 0, octets, octets.length - ECCSI_OCTETS, ECCSI_OCTETS);
        } catch (CryptoException | IOException e) {
            throw new AssertionError(e);
        }
        return HexFormat.of().formatHex(octets);
    }
}
