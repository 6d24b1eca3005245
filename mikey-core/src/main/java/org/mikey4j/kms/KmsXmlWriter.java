package org.mikey4j.kms;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsCertificate.Validity;
import org.mikey4j.kms.KmsMessage.KmsCertCache;
import org.mikey4j.kms.KmsMessage.KmsInit;
import org.mikey4j.kms.KmsMessage.KmsKeyProv;
import org.mikey4j.message.Octets;

/** Writes responses of key management services (TS 33.180, D.3) as the schema of D.3.5 has them. */
public final class KmsXmlWriter {
    private static final String VERSION_1_0 = "Version=\"1.0.0\"";
    private static final String VERSION_1_1 = "Version=\"1.1.0\"";

    private final XmlText out = new XmlText();

    private KmsXmlWriter() {}

    /**
     * Writes a response.
     *
     * @return the XML as UTF-8, with user keys in clear if it brings some; whoever calls closes it
     * @throws IllegalArgumentException where a certificate's identifiers have no UserIdFormat, as telephone numbers
     */
    public static SecretBytes write(KmsResponse response) {
        KmsXmlWriter writer = new KmsXmlWriter();
        try {
            writer.response(response);
            return writer.out.take();
        } finally {
            writer.out.close();
        }
    }

    private void response(KmsResponse response) {
        out.declaration();
        out.open(
                KmsXml.RESPONSE,
                "xmlns=\"" + KmsXml.NAMESPACE + "\"",
                "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
                VERSION_1_0);
        out.text("UserUri", response.userUri());
        out.text("KmsUri", response.kmsUri());
        out.text("Time", time(response.time()));
        response.kmsId().ifPresent(id -> out.text("KmsId", id));
        out.text("ClientReqUrl", response.clientReqUrl());
        response.message().ifPresent(message -> {
            out.open("KmsMessage");
            message(message);
            out.shut("KmsMessage");
        });
        response.error().ifPresent(error -> {
            out.open("KmsError");
            out.text("ErrorCode", Long.toString(error.code()));
            out.text("ErrorMsg", error.text());
            out.shut("KmsError");
        });
        out.shut(KmsXml.RESPONSE);
    }

    private void message(KmsMessage message) {
        if (message instanceof KmsInit init) {
            out.open(KmsXml.INIT, VERSION_1_0);
            certificate(init.certificate());
            out.shut(KmsXml.INIT);
        } else if (message instanceof KmsKeyProv prov) {
            out.open(KmsXml.KEY_PROV, VERSION_1_0);
            prov.keySets().forEach(this::keySet);
            out.shut(KmsXml.KEY_PROV);
        } else if (message instanceof KmsCertCache cache) {
            String number = cache.cacheNum().map(n -> "CacheNum=\"" + n + "\"").orElse("");
            out.open(KmsXml.CERT_CACHE, VERSION_1_0, number);
            cache.certificates().forEach(this::certificate);
            out.shut(KmsXml.CERT_CACHE);
        }
    }

    private void certificate(KmsCertificate certificate) {
        if (!(certificate.scheme() instanceof UserIdScheme.HashedUid uids)) {
            throw new IllegalArgumentException(
                    "the XML of mission-critical services has hashed UIDs only, not telephone numbers (TS 33.180, D.3.2)");
        }
        out.open(
                KmsXml.CERTIFICATE,
                VERSION_1_1,
                "Role=\"" + (certificate.role() == Role.ROOT ? "Root" : "External") + "\"",
                certificate.securityGateway() ? "IsSecurityGateway=\"true\"" : "");
        optional("CertUri", certificate.certUri());
        out.text("KmsUri", certificate.kmsUri());
        optional("Issuer", certificate.issuer());
        validity(certificate.validity());
        revoked(certificate.revoked());
        out.text("UserIdFormat", KmsXml.HASHED_UID);
        out.text("UserKeyPeriod", Long.toString(uids.periods().seconds()));
        out.text("UserKeyOffset", Long.toString(uids.periods().offset()));
        out.text("PubEncKey", hex(certificate.publicKey().encode()));
        out.text("PubAuthKey", hex(certificate.kpak().encode()));
        out.text("ParameterSet", "1");
        List<String> domains = certificate.domains();
        if (!domains.isEmpty()) {
            out.open("KmsDomainList");
            domains.forEach(domain -> out.text("KmsDomain", domain));
            out.shut("KmsDomainList");
        }
        out.shut(KmsXml.CERTIFICATE);
    }

    private void keySet(KmsKeySet keys) {
        out.open(KmsXml.KEY_SET, VERSION_1_1);
        out.text("KmsUri", keys.kmsUri());
        optional("CertUri", keys.certUri());
        optional("Issuer", keys.issuer());
        out.text("UserUri", keys.userUri());
        out.text("UserID", keys.identifier().toHex());
        validity(keys.validity());
        out.text("KeyPeriodNo", Long.toString(keys.period()));
        revoked(keys.revoked());
        out.key("UserDecryptKey", keys.rsk());
        out.key("UserSigningKeySSK", keys.ssk());
        out.key("UserPubTokenPVT", SecretBytes.copyOf(keys.pvt()));
        out.shut(KmsXml.KEY_SET);
    }

    private void optional(String name, Optional<String> text) {
        text.ifPresent(value -> out.text(name, value));
    }

    private void validity(Validity validity) {
        validity.from().ifPresent(from -> out.text("ValidFrom", time(from)));
        validity.to().ifPresent(to -> out.text("ValidTo", time(to)));
    }

    private void revoked(boolean revoked) {
        if (revoked) {
            out.text("Revoked", "true");
        }
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String hex(Octets octets) {
        return octets.toHex().toUpperCase(Locale.ROOT);
    }
}
