package org.mikey4j.fuzz;

import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.crypto.SignatureVerifier;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.exchange.dhhmac.DhHmacInitiator;
import org.mikey4j.exchange.dhhmac.DhHmacPendingOffer;
import org.mikey4j.exchange.dhhmac.DhHmacResponder;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.publickey.PkInitiator;
import org.mikey4j.exchange.publickey.PkPendingOffer;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarJudge;
import org.mikey4j.exchange.rsar.RsarPendingOffer;
import org.mikey4j.exchange.rsar.RsarResponder;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.testing.NoReplays;
import org.mikey4j.testing.Peers;
import org.mikey4j.trust.CertificateValidator;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;
import org.mikey4j.vectors.VectorFile;

/**
 * The ends of the modes of RFC 3830, 4650 and 4738, at the time and with the keys of {@code test-vectors/exchanges}, whose messages
 * are the seeds. Signatures and certificates are all taken for right, and MACs are put right in some of the ways, since no fuzzer
 * gets past them.
 */
final class MachineTargets {
    static final SecureRandom RANDOM = Peers.RANDOM;
    static final ExchangeSettings SETTINGS =
            ExchangeSettings.builder(Peers.CLOCK, RANDOM).build();
    static final ReplayCache REPLAYS = new NoReplays();
    static final OfferJudge JUDGE = OfferJudge.acceptSupported(csId -> 0x22222222L);
    static final SecretBytes PSK = SecretBytes.copyOf(Octets.ofHex("0102030405060708090a0b0c0d0e0f10"));

    private static final PskLookup LOOKUP = PskLookup.of(PskPeer.of(PSK));
    private static final long CSB_ID = 0x6d696b65L;
    private static final Octets RAND = Octets.ofHex("101112131415161718191a1b1c1d1e1f");
    private static final DhPolicy ALICE_GROUPS =
            groups("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");
    private static final DhPolicy BOB_GROUPS =
            groups("4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60");

    private MachineTargets() {}

    static OfferRequest.Builder request() {
        return OfferRequest.builder()
                .initiator(ALICE)
                .responder(BOB)
                .csbId(CSB_ID)
                .rand(RAND)
                .timestamp(Peers.at(0))
                .csIdMap(CsIdMap.srtp(new SrtpId(0, 0x11111111L, 0), new SrtpId(0, 0, 7)));
    }

    private static DhPolicy groups(String exponent) {
        SecretBytes secret = SecretBytes.copyOf(Octets.ofHex(exponent));
        return DhPolicy.of(RANDOM)
                .allowing(DhGroup.OAKLEY_1, DhGroup.OAKLEY_2)
                .withHalfKeys(group -> DhHalfKey.of(group, JcaAlgorithms.PLATFORM, secret));
    }

    /** Whoever shows whatever certificate has the key of this one. */
    static PeerTrust blindTrust(String name) {
        X509Certificate certificate = KeyFile.certificates(VectorFile.octets("certs/" + name + ".pem"))
                .get(0);
        CertificateValidator validator =
                (certificates, identity, use, at) -> new CertificateValidator.Verdict.Trusted(certificate, "everybody");
        return new PeerTrust(
                validator,
                id -> List.of(),
                new SignatureVerifier(JcaAlgorithms.of(new BlindProvider()), SignatureVerifier.STANDARD.hashes()));
    }

    static LocalIdentity local(String name) {
        return new LocalIdentity(
                name.equals("alice") ? ALICE : BOB,
                Credentials.payloads(KeyFile.certificates(VectorFile.octets("certs/" + name + ".pem"))),
                MessageSigner.rsa(
                        key(name),
                        SignatureScheme.RSA_PKCS1_V1_5,
                        HashAlgorithm.SHA_256,
                        JcaAlgorithms.PLATFORM,
                        RANDOM));
    }

    private static PrivateKey key(String name) {
        return KeyFile.privateKey(VectorFile.octets("certs/" + name + ".key.pem"), PasswordSource.NONE);
    }

    static PublicKey publicKeyOf(String name) {
        return KeyFile.certificates(VectorFile.octets("certs/" + name + ".pem"))
                .get(0)
                .getPublicKey();
    }

    static EnvelopeOpener opener(String name) {
        return new EnvelopeOpener(key(name), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, RANDOM);
    }

    static Machine psk() {
        PskPendingOffer alice = new PskInitiator(SETTINGS).offer(PSK, request().build());
        PskResponder bob = new PskResponder(SETTINGS, LOOKUP, REPLAYS, JUDGE);
        SecurityAssociation current = Peers.answered(bob.receive(alice.message().octets(), Octets.EMPTY))
                .association();
        RightMac right = new RightMac(PSK, RAND, ALICE, Peers.at(0));
        return new Machine(List.of(
                octets -> bob.receive(octets, Octets.EMPTY),
                alice::receive,
                octets -> bob.receive(right.message(octets), Octets.EMPTY),
                octets -> alice.receive(right.verification(octets)),
                octets -> bob.receiveUpdate(current, right.message(octets), Octets.EMPTY)));
    }

    static Machine publicKey() {
        PkPendingOffer alice = new PkInitiator(SETTINGS, local("alice"))
                .offer(Envelope.to(publicKeyOf("bob")), request().build());
        PkResponder bob =
                new PkResponder(SETTINGS, BOB, blindTrust("alice"), PkResponder.oneKey(opener("bob")), REPLAYS, JUDGE);
        return new Machine(List.of(octets -> bob.receive(octets, Octets.EMPTY), alice::receive));
    }

    static Machine dh() {
        DhPendingOffer alice = new DhInitiator(SETTINGS, ALICE_GROUPS, local("alice"), blindTrust("bob"))
                .offer(DhGroup.OAKLEY_5, request().build());
        DhResponder bob = new DhResponder(SETTINGS, BOB_GROUPS, local("bob"), blindTrust("alice"), REPLAYS, JUDGE);
        return new Machine(List.of(octets -> bob.receive(octets, Octets.EMPTY), alice::receive));
    }

    static Machine dhHmac() {
        DhHmacPendingOffer alice = new DhHmacInitiator(SETTINGS, ALICE_GROUPS)
                .offer(PSK, DhGroup.OAKLEY_5, request().build());
        DhHmacResponder bob = new DhHmacResponder(SETTINGS, BOB_GROUPS, BOB, LOOKUP, REPLAYS, JUDGE);
        RightMac right = new RightMac(PSK, RAND, ALICE, Peers.at(0));
        return new Machine(List.of(
                octets -> bob.receive(octets, Octets.EMPTY),
                alice::receive,
                octets -> bob.receive(right.message(octets), Octets.EMPTY),
                octets -> alice.receive(right.message(octets))));
    }

    static Machine rsaR() {
        RsarPendingOffer alice = new RsarInitiator(SETTINGS, local("alice"), blindTrust("bob"), opener("alice"))
                .offer(request().build());
        RsarResponder bob = new RsarResponder(
                SETTINGS,
                local("bob"),
                blindTrust("alice"),
                REPLAYS,
                RsarJudge.acceptFirst(csId -> 0x22222222L),
                EnvelopePadding.PKCS1_V1_5);
        Function<Octets, InitiatorResult> answered = alice::receive;
        return new Machine(List.of(octets -> bob.receive(octets, Octets.EMPTY), answered::apply));
    }

    /** The messages of vector files, each in the ways of the end that the file is about. */
    static List<byte[]> seeds(String... files) {
        List<byte[]> seeds = new ArrayList<>();
        for (String file : files) {
            boolean responder = file.endsWith("-responder");
            boolean macs = file.startsWith("psk") || file.startsWith("dhhmac");
            VectorFile.messages("exchanges/" + file + ".json")
                    .flatMap(vector -> messages(vector.json()).stream())
                    .map(message -> Machine.seeds(
                            message,
                            responder
                                    ? macs ? new int[] {0, 2, 4} : new int[] {0}
                                    : macs ? new int[] {1, 3} : new int[] {1}))
                    .forEach(seeds::addAll);
        }
        return seeds;
    }

    private static List<Octets> messages(JsonNode vector) {
        List<Octets> messages = new ArrayList<>();
        for (JsonNode step : vector.get("steps")) {
            Optional.ofNullable(step.get("message")).ifPresent(m -> messages.add(Octets.ofHex(m.asText())));
        }
        return messages;
    }
}
