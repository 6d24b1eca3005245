package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.kms.KmsKeys;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;

/**
 * What an end has, as the members of a request: {@code psk}; {@code key}, {@code certificate} and {@code root} in PEM; {@code own} and
 * {@code peer}, URIs; {@code identity}, identity-based keys, with {@code peer-kms} and {@code expecting}; {@code ssrc}, which it fills in; {@code exponent},
 * of its half key; {@code curve}, of its offer, and {@code offer}, one that was made before; {@code mailbox}, if it takes calls for others;
 * {@code anybody}, if others may take its own; {@code kms}, the service that it asks for tickets of certain {@code flags}; {@code users} and
 * {@code tpk}, of a service itself; and {@code allow}, what it would refuse without.
 */
public record Setup(Map<String, String> members, CheckedKeys keys) {
    /** Who makes offers in the test vectors. */
    public static final String ALICE = "sip:alice@example.org";
    /** Who receives them. */
    public static final String BOB = "sip:bob@example.org";

    private static final SecureRandom RANDOM = new SecureRandom();

    public Setup {
        members = Map.copyOf(members);
    }

    Setup(Map<String, String> members) {
        this(members, new CheckedKeys());
    }

    static Setup of(JsonTree request, CheckedKeys keys) {
        Map<String, String> texts = new LinkedHashMap<>();
        request.members().keySet().forEach(name -> request.text(name).ifPresent(text -> texts.put(name, text)));
        return new Setup(texts, keys);
    }

    /** The same with another member. */
    Setup with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Setup(more, keys);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(members.get(name)).filter(text -> !text.isEmpty());
    }

    ExchangeSettings settings(Clock clock) {
        return ExchangeSettings.builder(clock, RANDOM).allowNull(allows("NULL")).build();
    }

    ReplayCache replays(Clock clock) {
        return InMemoryReplayCache.builder(clock, RANDOM, 16)
                .trackedSince(Instant.MIN)
                .build();
    }

    private boolean allows(String what) {
        return List.of(members.getOrDefault("allow", "").split(" ")).contains(what);
    }

    Optional<SecretBytes> psk() {
        return octets("psk");
    }

    private Optional<SecretBytes> octets(String name) {
        return text(name).map(digits -> SecretBytes.wrap(HexFormat.of().parseHex(digits)));
    }

    Optional<IdPayload> own() {
        return text("own").map(IdPayload::uri);
    }

    Optional<IdPayload> peer() {
        return text("peer").map(IdPayload::uri);
    }

    /** The key management service of tickets. */
    Optional<IdPayload> kms() {
        return text("kms").map(IdPayload::uri);
    }

    /** The key that protects the tickets of a service. */
    Optional<SecretBytes> tpk() {
        return octets("tpk");
    }

    /** The letters of the flags of a ticket policy. */
    String flags() {
        return members.getOrDefault("flags", "");
    }

    /**
     * The keys that a service shares with its users.
     *
     * @throws IOException if they are not a JSON object
     */
    Map<String, SecretBytes> users() throws IOException {
        JsonTree users = JsonTree.parse(members.getOrDefault("users", "{}"));
        Map<String, SecretBytes> keys = new LinkedHashMap<>();
        users.members()
                .forEach((user, psk) ->
                        keys.put(user, SecretBytes.wrap(HexFormat.of().parseHex((String) psk))));
        return keys;
    }

    /** Knows the one key, and only those whom the request names. */
    PskLookup lookup() {
        return claim -> psk().map(psk -> new PskPeer(psk, peer(), own()));
    }

    long ssrc() {
        return Long.parseLong(members.getOrDefault("ssrc", "0"), 16);
    }

    int prf() {
        return Integer.parseInt(members.getOrDefault("prf", "0"));
    }

    DhPolicy groups() {
        DhPolicy groups = DhPolicy.of(RANDOM);
        DhPolicy known = octets("exponent")
                .map(x -> groups.withHalfKeys(group -> DhHalfKey.of(group, JcaAlgorithms.PLATFORM, x)))
                .orElse(groups);
        return allows("SMALL_GROUPS") ? known.allowing(DhGroup.OAKLEY_1, DhGroup.OAKLEY_2) : known;
    }

    /** The curves, with the stated half key if there is one. */
    EcPolicy curves() {
        EcPolicy curves = EcPolicy.of(RANDOM);
        return octets("exponent")
                .map(y -> curves.withHalfKeys(group -> EcHalfKey.of(group, y)))
                .orElse(curves);
    }

    /** The curve of an offer. */
    EcGroup curve() {
        return EcGroup.of(Integer.parseInt(members.getOrDefault("curve", "8"))).orElseThrow();
    }

    /** An offer that was made before; empty if one is to be made. */
    Optional<MikeyMessage> offer() {
        return text("offer")
                .map(digits -> MikeyMessage.decode(Octets.ofHex(digits).toByteArray()));
    }

    /** Whether a member says {@code true}. */
    boolean is(String name) {
        return text(name).equals(Optional.of("true"));
    }

    /** Keys of SAKKE, for messages from whom the request names. */
    KmsKeys identityKeys() {
        KmsKeys checked = keys.sakke(members.getOrDefault("identity", ""));
        return text("expecting").map(checked::expecting).orElse(checked);
    }

    /** Keys of IBAKE. */
    IbeKeyRing ibeKeys() {
        return keys.ibake(members.getOrDefault("identity", ""));
    }

    /** A service that issues keys of IBAKE. */
    CheckedKeys.Issuing issuing() {
        return keys.issuing(members.getOrDefault("identity", ""));
    }

    Optional<String> peerKms() {
        return text("peer-kms");
    }

    private byte[] pem(String name) {
        return members.getOrDefault(name, "").getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether it has a certificate. */
    boolean hasCertificate() {
        return text("certificate").isPresent();
    }

    private Credentials credentials() {
        return new Credentials(
                KeyFile.privateKey(pem("key"), PasswordSource.NONE), KeyFile.certificates(pem("certificate")));
    }

    LocalIdentity identity() {
        Credentials credentials = credentials();
        MessageSigner signer = MessageSigner.rsa(
                credentials.key(),
                SignatureScheme.RSA_PKCS1_V1_5,
                HashAlgorithm.SHA_256,
                JcaAlgorithms.PLATFORM,
                RANDOM);
        return new LocalIdentity(own().orElseThrow(), credentials.payloads(), signer);
    }

    EnvelopeOpener opener() {
        return new EnvelopeOpener(credentials().key(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM);
    }

    PeerTrust trust() {
        return PeerTrust.of(new PkixValidator(
                PkixPolicy.trusting(KeyFile.certificates(pem("root"))).build()));
    }

    PublicKey peerKey() {
        return KeyFile.certificates(pem("peer-certificate")).get(0).getPublicKey();
    }
}
