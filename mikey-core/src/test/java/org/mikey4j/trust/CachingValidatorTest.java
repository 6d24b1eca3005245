package org.mikey4j.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.testing.TestPki.NOW;
import static org.mikey4j.testing.TestPki.spec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.IdPayload;
import org.mikey4j.testing.TestPki.Entity;
import org.mikey4j.trust.CertificateValidator.Use;
import org.mikey4j.trust.CertificateValidator.Verdict;

class CachingValidatorTest {
    private static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");
    private static final Entity ROOT = spec("root").ca().selfSigned();
    private static final Entity PEER = spec("alice")
            .uri("sip:alice@example.org")
            .valid(NOW.minusSeconds(600), NOW.plusSeconds(60))
            .issuedBy(ROOT);

    private final AtomicInteger asked = new AtomicInteger();
    private final PkixValidator pkix =
            new PkixValidator(PkixPolicy.trusting(List.of(ROOT.certificate())).build());
    private final CachingValidator caching = new CachingValidator(
            (certificates, id, use, at) -> {
                asked.incrementAndGet();
                return pkix.validate(certificates, id, use, at);
            },
            Duration.ofMinutes(5),
            2);

    private Verdict validate(IdPayload id, Use use, Instant at) {
        return caching.validate(List.of(PEER.payload()), Optional.of(id), use, at);
    }

    @Test
    void aVerdictIsUsedAgainForTheSameQuestionOnly() {
        Verdict first = validate(ALICE, Use.SIGNATURE, NOW);
        assertThat(validate(ALICE, Use.SIGNATURE, NOW.plusSeconds(1))).isEqualTo(first);
        assertThat(asked).hasValue(1);
        validate(ALICE, Use.ENVELOPE, NOW);
        assertThat(asked).hasValue(2);
        assertThat(validate(IdPayload.uri("sip:bob@example.org"), Use.SIGNATURE, NOW))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(asked).hasValue(3);
    }

    @Test
    void aVerdictEndsWithTheValidityAndWithItsLifetime() {
        validate(ALICE, Use.SIGNATURE, NOW);
        assertThat(validate(ALICE, Use.SIGNATURE, NOW.plusSeconds(61)))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, r -> assertThat(r.reason()).isEqualTo(RefusedReason.EXPIRED));
        assertThat(asked).hasValue(2);
        validate(ALICE, Use.SIGNATURE, NOW.minusSeconds(301));
        assertThat(asked).as("older than the lifetime").hasValue(3);
    }

    @Test
    void refusalsAreNotRemembered() {
        for (int i = 0; i < 2; i++) {
            validate(IdPayload.uri("sip:bob@example.org"), Use.SIGNATURE, NOW);
        }
        assertThat(asked).hasValue(2);
        assertThat(caching.size()).isZero();
    }

    @Test
    void theCacheIsBounded() {
        validate(ALICE, Use.SIGNATURE, NOW);
        validate(ALICE, Use.ENVELOPE, NOW);
        validate(ALICE, Use.SIGNATURE, NOW);
        caching.validate(List.of(PEER.payload()), Optional.empty(), Use.SIGNATURE, NOW);
        assertThat(caching.size()).isEqualTo(2);
        validate(ALICE, Use.SIGNATURE, NOW);
        assertThat(asked).as("what was used last stayed").hasValue(3);
        assertThatThrownBy(() -> new CachingValidator(pkix, Duration.ofMinutes(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
