package org.mikey4j.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.testing.TestPki.NOW;
import static org.mikey4j.testing.TestPki.spec;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaRespID;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.CertType;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.TestPki;
import org.mikey4j.testing.TestPki.Entity;
import org.mikey4j.trust.CertificateValidator.Use;
import org.mikey4j.trust.CertificateValidator.Verdict;

class PkixValidatorTest {
    private static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");
    private static final Entity ROOT = spec("root").ca().selfSigned();
    private static final Entity MIDDLE = spec("middle").ca().issuedBy(ROOT);
    private static final Entity PEER = alice().issuedBy(MIDDLE);

    private static TestPki.Spec alice() {
        return spec("alice").uri("sip:alice@example.org");
    }

    private static Verdict validate(
            Consumer<PkixPolicy.Builder> options, IdPayload identity, Use use, List<CertPayload> payloads) {
        PkixPolicy.Builder policy = PkixPolicy.trusting(List.of(ROOT.certificate()));
        options.accept(policy);
        return new PkixValidator(policy.build()).validate(payloads, Optional.of(identity), use, NOW);
    }

    private static Verdict validate(Entity... path) {
        return validate(policy -> {}, ALICE, Use.SIGNATURE, payloads(path));
    }

    private static List<CertPayload> payloads(Entity... path) {
        return List.of(path).stream().map(Entity::payload).toList();
    }

    private static void assertTrusted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Trusted.class);
    }

    private static void assertRefused(Verdict verdict, RefusedReason reason) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        r -> assertThat(r.reason()).as(r.detail()).isEqualTo(reason));
    }

    @Test
    @Proves({"R3830-4.3.2-03", "R3830-6.7-05"})
    void aPathToTheRootIsTrustedWhateverTheOrderAboveThePeer() {
        Entity lower = spec("lower").ca().issuedBy(MIDDLE);
        Entity peer = alice().issuedBy(lower);

        assertTrusted(validate(PEER, MIDDLE));
        assertTrusted(validate(PEER, MIDDLE, ROOT));
        assertTrusted(validate(peer, MIDDLE, lower));
        assertTrusted(validate(
                policy -> policy.intermediates(List.of(MIDDLE.certificate())), ALICE, Use.ENVELOPE, payloads(PEER)));
    }

    @Test
    @Proves("R3830-4.3.2-03")
    void pathsThatDoNotReachTheRoot() {
        assertRefused(validate(PEER), RefusedReason.NO_PATH);
        assertRefused(validate(alice().selfSigned()), RefusedReason.NO_PATH);
        Entity otherRoot = spec("other root").ca().selfSigned();
        assertRefused(validate(alice().issuedBy(otherRoot), otherRoot), RefusedReason.NO_PATH);
        // The same name as the root, another key.
        Entity impostor = new Entity(ROOT.certificate(), TestPki.key("impostor", 2048));
        assertRefused(validate(alice().issuedBy(impostor)), RefusedReason.BAD_SIGNATURE);
    }

    @Test
    void timesOutsideTheValidity() {
        Instant past = NOW.minus(Duration.ofDays(20));
        Instant future = NOW.plus(Duration.ofDays(20));

        assertRefused(validate(alice().valid(past, NOW.minusSeconds(1)).issuedBy(ROOT)), RefusedReason.EXPIRED);
        assertRefused(validate(alice().valid(NOW.plusSeconds(1), future).issuedBy(ROOT)), RefusedReason.NOT_YET_VALID);
        Entity old = spec("old").ca().valid(past, NOW.minusSeconds(1)).issuedBy(ROOT);
        assertRefused(validate(alice().issuedBy(old), old), RefusedReason.EXPIRED);
    }

    @Test
    void issuersThatMayNotIssue() {
        Entity user = spec("user").issuedBy(ROOT);
        Entity shallow = spec("shallow").pathLength(0).issuedBy(ROOT);
        Entity below = spec("below").ca().issuedBy(shallow);

        assertRefused(validate(alice().issuedBy(user), user), RefusedReason.NOT_A_CA);
        assertTrusted(validate(alice().issuedBy(shallow), shallow));
        assertRefused(validate(alice().issuedBy(below), below, shallow), RefusedReason.PATH_TOO_LONG);
    }

    @Test
    void usesThatAreNotAllowed() {
        Entity signsOnly = alice().usage(KeyUsage.digitalSignature).issuedBy(ROOT);
        Entity encryptsOnly = alice().usage(KeyUsage.keyEncipherment).issuedBy(ROOT);
        Entity forServers = alice().extended("1.3.6.1.5.5.7.3.1").issuedBy(ROOT);

        assertTrusted(validate(signsOnly));
        assertRefused(validate(encryptsOnly), RefusedReason.WRONG_KEY_USAGE);
        assertTrusted(validate(p -> {}, ALICE, Use.ENVELOPE, payloads(encryptsOnly)));
        assertRefused(validate(p -> {}, ALICE, Use.ENVELOPE, payloads(signsOnly)), RefusedReason.WRONG_KEY_USAGE);
        assertTrusted(validate(forServers));
        assertRefused(
                validate(
                        p -> p.extendedKeyUsages(List.of("1.3.6.1.5.5.7.3.20")),
                        ALICE,
                        Use.SIGNATURE,
                        payloads(forServers)),
                RefusedReason.WRONG_EXTENDED_KEY_USAGE);
    }

    @Test
    @Proves({"R3830-6.7-02", "R3830-6.7-04"})
    void theTypeOfThePayloadIsHeldTo() {
        Octets der = PEER.payload().certData();

        assertRefused(
                validate(
                        p -> {},
                        ALICE,
                        Use.SIGNATURE,
                        List.of(new CertPayload(CertType.X509V3_ENCR, der), MIDDLE.payload())),
                RefusedReason.WRONG_CERT_TYPE);
        assertRefused(
                validate(
                        p -> {},
                        ALICE,
                        Use.ENVELOPE,
                        List.of(new CertPayload(CertType.X509V3_SIGN, der), MIDDLE.payload())),
                RefusedReason.WRONG_CERT_TYPE);
        assertRefused(
                validate(p -> {}, ALICE, Use.SIGNATURE, List.of(new CertPayload(200, der))),
                RefusedReason.UNSUPPORTED_TYPE);
    }

    @Test
    @Proves("R3830-9.1-02")
    void weakKeysAndDigests() {
        Entity small = spec("small").uri("sip:alice@example.org").bits(1024).issuedBy(ROOT);
        Entity sha1 = alice().signature("SHA1withRSA").issuedBy(ROOT);

        assertRefused(validate(small), RefusedReason.WEAK_KEY);
        assertTrusted(validate(p -> p.minimumRsaBits(1024), ALICE, Use.SIGNATURE, payloads(small)));
        assertRefused(validate(sha1), RefusedReason.WEAK_DIGEST);
        assertRefused(validate(alice().signature("MD5withRSA").issuedBy(ROOT)), RefusedReason.WEAK_DIGEST);
    }

    @Test
    void extensionsThatNobodyKnowsAndNamesThatAreNotAllowed() {
        Entity constrained = spec("constrained").ca().permitDns("example.com").issuedBy(ROOT);

        assertRefused(validate(alice().unknownCritical().issuedBy(ROOT)), RefusedReason.UNKNOWN_CRITICAL_EXTENSION);
        assertRefused(
                validate(alice().dns("example.org").issuedBy(constrained), constrained), RefusedReason.NAME_CONSTRAINT);
    }

    @Test
    void aFlippedSignature() throws Exception {
        byte[] der = PEER.certificate().getEncoded();
        der[der.length - 1] ^= 1;

        assertRefused(
                validate(
                        p -> {},
                        ALICE,
                        Use.SIGNATURE,
                        List.of(new CertPayload(0, Octets.copyOf(der)), MIDDLE.payload())),
                RefusedReason.BAD_SIGNATURE);
    }

    @Test
    void octetsThatAreNoCertificatesAndTooManyThatAre() {
        assertRefused(validate(), RefusedReason.NO_CERTIFICATE);
        assertRefused(
                validate(p -> {}, ALICE, Use.SIGNATURE, List.of(new CertPayload(0, Octets.ofHex("3003020101")))),
                RefusedReason.NOT_A_CERTIFICATE);
        assertRefused(
                validate(p -> {}, ALICE, Use.SIGNATURE, Collections.nCopies(9, PEER.payload())),
                RefusedReason.TOO_MANY);
    }

    @Test
    @Proves({"R3830-6.7-03", "R4738-3.8-01"})
    void aUrlIsNeverFollowedUnlessSomebodyIsGivenToDoSo() {
        CertPayload url = new CertPayload(CertType.X509V3_URL, Octets.ofHex("687474703a2f2f78"));

        assertRefused(validate(p -> {}, ALICE, Use.SIGNATURE, List.of(url)), RefusedReason.NO_FETCHER);
        assertRefused(
                validate(p -> p.fetcher(u -> Optional.empty()), ALICE, Use.SIGNATURE, List.of(url)),
                RefusedReason.FETCH_FAILED);
        assertTrusted(validate(
                p -> p.fetcher(
                        u -> u.equals("http://x") ? Optional.of(PEER.payload().certData()) : Optional.empty()),
                ALICE,
                Use.SIGNATURE,
                List.of(url, MIDDLE.payload())));
    }

    private static X509CRL crl(Entity issuer, Instant next, BigInteger... revoked) throws Exception {
        JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(
                issuer.certificate().getSubjectX500Principal(), Date.from(NOW.minus(Duration.ofDays(2))));
        builder.setNextUpdate(Date.from(next));
        for (BigInteger serial : revoked) {
            builder.addCRLEntry(serial, Date.from(NOW.minus(Duration.ofDays(3))), CRLReason.keyCompromise);
        }
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withRSA")
                        .build(issuer.keys().getPrivate()))
                .getEncoded();
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }

    private static Octets ocsp(Entity issuer, Entity subject, boolean revoked) throws Exception {
        BasicOCSPRespBuilder builder =
                new BasicOCSPRespBuilder(new JcaRespID(issuer.certificate().getSubjectX500Principal()));
        CertificateID id = new CertificateID(
                new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                new X509CertificateHolder(issuer.certificate().getEncoded()),
                subject.certificate().getSerialNumber());
        CertificateStatus status = revoked
                ? new RevokedStatus(Date.from(NOW.minus(Duration.ofDays(1))), CRLReason.keyCompromise)
                : CertificateStatus.GOOD;
        builder.addResponse(id, status, Date.from(NOW.minusSeconds(60)), Date.from(NOW.plusSeconds(3600)));
        return Octets.copyOf(new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withRSA")
                                        .build(issuer.keys().getPrivate()),
                                null,
                                Date.from(NOW.minusSeconds(30))))
                .getEncoded());
    }

    @Test
    @Proves("R3830-4.3.1-01")
    void revocationByLists() throws Exception {
        Instant next = NOW.plus(Duration.ofDays(1));
        X509CRL revoked = crl(MIDDLE, next, PEER.certificate().getSerialNumber());
        X509CRL clean = crl(MIDDLE, next, BigInteger.valueOf(999_999));
        X509CRL root = crl(ROOT, next);
        X509CRL stale = crl(MIDDLE, NOW.minus(Duration.ofHours(1)));
        List<CertPayload> path = payloads(PEER, MIDDLE);

        assertRefused(validate(p -> p.crls(List.of(revoked)), ALICE, Use.SIGNATURE, path), RefusedReason.REVOKED);
        assertTrusted(validate(p -> p.crls(List.of(clean)), ALICE, Use.SIGNATURE, path));
        assertTrusted(validate(p -> p.crls(List.of(clean, root)).requireRevocation(), ALICE, Use.SIGNATURE, path));
        assertRefused(
                validate(p -> p.crls(List.of(clean)).requireRevocation(), ALICE, Use.SIGNATURE, path),
                RefusedReason.REVOCATION_UNKNOWN);
        assertRefused(
                validate(p -> p.crls(List.of(stale)), ALICE, Use.SIGNATURE, path), RefusedReason.REVOCATION_UNKNOWN);
    }

    @Test
    @Proves({"R3830-4.3.1-01", "R4738-3.8-02"})
    void revocationByOcspResponses() throws Exception {
        List<CertPayload> path = payloads(PEER, MIDDLE);
        Octets revoked = ocsp(MIDDLE, PEER, true);
        Octets good = ocsp(MIDDLE, PEER, false);
        Octets goodMiddle = ocsp(ROOT, MIDDLE, false);

        assertRefused(
                validate(p -> p.ocspResponses(List.of(revoked)), ALICE, Use.SIGNATURE, path), RefusedReason.REVOKED);
        assertTrusted(validate(
                p -> p.ocspResponses(List.of(good, goodMiddle)).requireRevocation(), ALICE, Use.SIGNATURE, path));
        assertRefused(
                validate(p -> p.ocspResponses(List.of(good)).requireRevocation(), ALICE, Use.SIGNATURE, path),
                RefusedReason.REVOCATION_UNKNOWN);
        assertTrusted(validate(p -> p.ocspResponses(List.of(Octets.ofHex("00"))), ALICE, Use.SIGNATURE, path));
    }

    @ParameterizedTest(name = "{0} {1} for {2}: {3}")
    @CsvSource({
        "uri,sip:alice@example.org,sip:alice@example.org,URI sip:alice@example.org",
        "uri,sip:alice@EXAMPLE.org,SIP:alice@example.org;transport=tls,URI sip:alice@EXAMPLE.org",
        "uri,sips:alice@example.org,sip:alice@example.org:5061,URI sips:alice@example.org",
        "uri,sip:Alice@example.org,sip:alice@example.org,",
        "uri,sip:bob@example.org,sip:alice@example.org,",
        "uri,sip:example.org,sip:alice@example.org,SIP domain sip:example.org",
        "uri,sip:example.com,sip:alice@example.org,",
        "dns,example.org,sip:alice@example.org,DNS example.org",
        "dns,*.org,sip:alice@example.org,",
        "dns,*.example.org,sip:alice@a.example.org,",
        "email,alice@example.org,alice@example.org,e-mail alice@example.org",
        "email,alice@example.org,sip:alice@example.org,e-mail alice@example.org",
        "email,bob@example.org,alice@example.org,",
        "uri,tel:+447700900123,tel:+447700900123,URI tel:+447700900123",
        "uri,tel:+447700900123,tel:+447700900124,",
        "uri,sips:example.org,sip:alice@example.org,",
        "uri,sip:sub.example.org,sip:alice@example.org,",
        "uri,sip:EXAMPLE.org,sip:alice@example.org,SIP domain sip:EXAMPLE.org",
        "dns,EXAMPLE.org,sips:alice@example.org,DNS EXAMPLE.org",
    })
    void namesThatMatch(String kind, String san, String identity, String matched) {
        TestPki.Spec named = spec("named");
        switch (kind) {
            case "uri" -> named.uri(san);
            case "dns" -> named.dns(san);
            default -> named.email(san);
        }
        IdPayload id = identity.contains(":") ? IdPayload.uri(identity) : IdPayload.nai(identity);

        assertThat(new IdentityMatcher(true, false).match(named.issuedBy(ROOT).certificate(), id))
                .isEqualTo(Optional.ofNullable(matched));
    }

    @Test
    void aDomainInAUriHidesTheDnsNames() {
        Entity peer = spec("both").uri("sip:example.com").dns("example.org").issuedBy(ROOT);

        assertRefused(validate(peer), RefusedReason.WRONG_NAME);
    }

    @Test
    void aDomainSpeaksForItsUsersUnlessPolicyWantsTheUser() {
        Entity domain = spec("domain").dns("example.org").issuedBy(ROOT);

        assertTrusted(validate(domain));
        assertRefused(
                validate(PkixPolicy.Builder::requireUserCertificates, ALICE, Use.SIGNATURE, payloads(domain)),
                RefusedReason.WRONG_NAME);
    }

    @Test
    void theCommonNameCountsOnlyByChoiceAndOnlyWithoutOtherNames() {
        Entity plain = spec("example.org").issuedBy(ROOT);
        Entity named = spec("example.org").dns("example.com").issuedBy(ROOT);

        assertRefused(validate(plain), RefusedReason.WRONG_NAME);
        assertTrusted(validate(PkixPolicy.Builder::allowCommonName, ALICE, Use.SIGNATURE, payloads(plain)));
        assertRefused(
                validate(PkixPolicy.Builder::allowCommonName, ALICE, Use.SIGNATURE, payloads(named)),
                RefusedReason.WRONG_NAME);
    }

    @Test
    void byteStringsMatchNothing() {
        IdPayload id = new IdPayload(2, ALICE.idData());

        assertRefused(validate(p -> {}, id, Use.SIGNATURE, payloads(PEER, MIDDLE)), RefusedReason.WRONG_NAME);
    }
}
