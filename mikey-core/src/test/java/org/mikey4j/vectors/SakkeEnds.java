package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.Kpak;
import org.mikey4j.crypto.eccsi.Ksak;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.crypto.sakke.SakkePublicKey;
import org.mikey4j.kms.KeyManagementService;
import org.mikey4j.kms.KmsCertificate;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsCertificate.Validity;
import org.mikey4j.kms.KmsKeySet;
import org.mikey4j.kms.KmsKeys;
import org.mikey4j.kms.UserIdScheme;
import org.mikey4j.kms.UserKeys;
import org.mikey4j.message.Octets;

/** The services and users of the vectors of MIKEY-SAKKE. */
final class SakkeEnds {
    private final JsonNode identityKeys;
    private final Map<String, KmsCertificate> certificates = new HashMap<>();
    private final Map<String, UserKeys> users = new HashMap<>();

    SakkeEnds(JsonNode identityKeys) {
        this.identityKeys = identityKeys;
    }

    private JsonNode named(String list, String name) {
        for (JsonNode entry : identityKeys.get(list)) {
            if (entry.get("name").asText().equals(name)) {
                return entry;
            }
        }
        throw new AssertionError("no " + name + " among the " + list);
    }

    private static Octets octets(JsonNode entry, String field) {
        return Octets.ofHex(entry.get(field).asText());
    }

    private static SecretBytes secret(JsonNode entry, String field) {
        return SecretBytes.copyOf(octets(entry, field));
    }

    private static UserIdScheme scheme(JsonNode service) {
        return service.get("idScheme").asInt() == 1
                ? new UserIdScheme.MonthlyTel()
                : new UserIdScheme.HashedUid(new KeyPeriods(
                        service.get("period").asLong(), service.get("offset").asLong()));
    }

    private KmsCertificate certificate(String name, Role role) {
        return certificates.computeIfAbsent(name + role, key -> decoded(name, role));
    }

    private KmsCertificate decoded(String name, Role role) {
        JsonNode service = named("services", name);
        List<String> domains = new ArrayList<>();
        service.get("domains").forEach(domain -> domains.add(domain.asText()));
        return KmsCertificate.of(
                        role,
                        service.get("uri").asText(),
                        scheme(service),
                        SakkePublicKey.decode(octets(service, "publicKey")),
                        Kpak.decode(octets(service, "kpak")))
                .forDomains(domains);
    }

    private static long period(JsonNode user, UserIdScheme scheme) {
        String text = user.get("period").asText();
        return text.contains("-") ? scheme.periodAt(Instant.parse(text + "-01T00:00:00Z")) : Long.parseLong(text);
    }

    String uri(String name) {
        return named("users", name).get("user").asText();
    }

    /** A user's keys, checked; to check them takes a while, so that it is done once. */
    UserKeys user(String name) {
        return users.computeIfAbsent(name, this::checked);
    }

    private UserKeys checked(String name) {
        JsonNode user = named("users", name);
        KmsCertificate certificate = certificate(user.get("service").asText(), Role.ROOT);
        return new KmsKeySet(
                        certificate.kmsUri(),
                        user.get("user").asText(),
                        octets(user, "identifier"),
                        period(user, certificate.scheme()),
                        Validity.UNLIMITED,
                        false,
                        secret(user, "rsk"),
                        secret(user, "ssk"),
                        octets(user, "pvt"),
                        Optional.empty(),
                        Optional.empty())
                .check(certificate);
    }

    /** What the end under test has. */
    KmsKeys keys(JsonNode setup) {
        List<KmsCertificate> trusted = new ArrayList<>();
        trusted.add(certificate(setup.get("root").asText(), Role.ROOT));
        setup.get("external").forEach(name -> trusted.add(certificate(name.asText(), Role.EXTERNAL)));
        List<UserKeys> own = new ArrayList<>();
        setup.get("own").forEach(name -> own.add(user(name.asText())));
        return KmsKeys.of(trusted, own);
    }

    /** Issues every user's keys again, with the same v. */
    void assertIssued() {
        for (JsonNode user : identityKeys.get("users")) {
            JsonNode service = named("services", user.get("service").asText());
            try (KeyManagementService kms = new KeyManagementService(
                            service.get("uri").asText(),
                            scheme(service),
                            SakkeMasterSecret.of(secret(service, "masterSecret")),
                            Ksak.of(secret(service, "ksak")));
                    KmsKeySet keys = kms.issue(user.get("user").asText(), period(user, kms.scheme()), given(user))) {
                assertThat(kms.certificate(Role.ROOT).publicKey().encode()).isEqualTo(octets(service, "publicKey"));
                assertThat(kms.certificate(Role.ROOT).kpak().encode()).isEqualTo(octets(service, "kpak"));
                assertThat(keys.identifier()).isEqualTo(octets(user, "identifier"));
                assertThat(keys.rsk()).isEqualTo(secret(user, "rsk"));
                assertThat(keys.ssk()).isEqualTo(secret(user, "ssk"));
                assertThat(keys.pvt()).isEqualTo(octets(user, "pvt"));
            }
        }
    }

    private static SecureRandom given(JsonNode user) {
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] target) {
                octets(user, "v").copyTo(target, 0);
            }
        };
    }
}
