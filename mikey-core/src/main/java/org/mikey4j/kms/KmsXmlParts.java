package org.mikey4j.kms;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiException;
import org.mikey4j.crypto.eccsi.Kpak;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.crypto.identity.UserId;
import org.mikey4j.crypto.sakke.SakkeException;
import org.mikey4j.crypto.sakke.SakkePublicKey;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsCertificate.Validity;
import org.mikey4j.kms.KmsXmlException.Rule;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.SakkeParams;

/** Certificates and key sets (TS 33.180, D.3.2 and D.3.3). */
final class KmsXmlParts {
    private KmsXmlParts() {}

    /** @param byDefault the role of a certificate that does not say, which is told by where it stands */
    static KmsCertificate certificate(XmlElement element, Role byDefault) {
        ElementReader in = new ElementReader(element);
        Optional<String> certUri = in.optionalText("CertUri");
        String kmsUri = in.text("KmsUri");
        Optional<String> issuer = in.optionalText("Issuer");
        Validity validity = validity(in);
        boolean revoked = in.flag("Revoked");
        XmlElement format = in.required("UserIdFormat");
        if (!format.text().equals(KmsXml.HASHED_UID)) {
            throw new KmsXmlException(Rule.UNSUPPORTED, format, "identifiers of another format than 2 are not known");
        }
        XmlElement period = in.required("UserKeyPeriod");
        KeyPeriods periods = periods(period, in.number("UserKeyOffset"));
        XmlElement encKey = in.required("PubEncKey");
        XmlElement authKey = in.required("PubAuthKey");
        Optional<XmlElement> parameterSet = in.optional("ParameterSet");
        List<String> domains =
                in.optional("KmsDomainList").map(KmsXmlParts::domains).orElse(List.of());
        in.end();
        parameterSet.ifPresent(KmsXmlParts::requireSet1);
        return new KmsCertificate(
                element.attribute("Role").map(role -> role(element, role)).orElse(byDefault),
                kmsUri,
                new UserIdScheme.HashedUid(periods),
                publicKey(encKey),
                kpak(authKey),
                validity,
                revoked,
                element.attribute("IsSecurityGateway")
                        .map(text -> ElementReader.flag(element, text))
                        .orElse(false),
                domains,
                certUri,
                issuer);
    }

    private static Role role(XmlElement element, String text) {
        return switch (text) {
            case "Root" -> Role.ROOT;
            case "External" -> Role.EXTERNAL;
            default -> throw new KmsXmlException(Rule.VALUE, element, "its role is to be Root or External");
        };
    }

    private static Validity validity(ElementReader in) {
        return new Validity(in.optionalTime("ValidFrom"), in.optionalTime("ValidTo"));
    }

    private static KeyPeriods periods(XmlElement seconds, long offset) {
        try {
            return new KeyPeriods(ElementReader.number(seconds, seconds.text()), offset);
        } catch (IdentifierException e) {
            throw new KmsXmlException(Rule.VALUE, seconds, String.valueOf(e.getMessage()));
        }
    }

    private static void requireSet1(XmlElement parameterSet) {
        if (ElementReader.number(parameterSet, parameterSet.text()) != SakkeParams.PARAMETER_SET_1) {
            throw new KmsXmlException(Rule.UNSUPPORTED, parameterSet, "only parameter set 1 is known");
        }
    }

    private static List<String> domains(XmlElement list) {
        ElementReader in = new ElementReader(list);
        List<XmlElement> domains = in.all("KmsDomain");
        in.end();
        if (domains.isEmpty()) {
            throw new KmsXmlException(Rule.MISSING, list, "has to hold KmsDomain");
        }
        return domains.stream().map(XmlElement::text).toList();
    }

    private static SakkePublicKey publicKey(XmlElement element) {
        try {
            return SakkePublicKey.decode(Octets.copyOf(element.hex()));
        } catch (SakkeException e) {
            throw badKey(element, e);
        }
    }

    private static Kpak kpak(XmlElement element) {
        try {
            return Kpak.decode(Octets.copyOf(element.hex()));
        } catch (EccsiException e) {
            throw badKey(element, e);
        }
    }

    private static KmsXmlException badKey(XmlElement element, MikeyException e) {
        return new KmsXmlException(Rule.KEY, element, String.valueOf(e.getMessage()));
    }

    static KmsKeySet keySet(XmlElement element) {
        ElementReader in = new ElementReader(element);
        String kmsUri = in.text("KmsUri");
        Optional<String> certUri = in.optionalText("CertUri");
        Optional<String> issuer = in.optionalText("Issuer");
        String userUri = in.text("UserUri");
        Octets identifier = userId(in.required("UserID"));
        Validity validity = validity(in);
        long period = in.number("KeyPeriodNo");
        boolean revoked = in.flag("Revoked");
        XmlElement rsk = clear(in.required("UserDecryptKey"));
        XmlElement ssk = clear(in.required("UserSigningKeySSK"));
        XmlElement pvt = clear(in.required("UserPubTokenPVT"));
        in.end();
        // The public one first: what follows it cannot fail half way with a secret in hand.
        Octets token = Octets.copyOf(pvt.hex());
        SecretBytes signingKey = SecretBytes.wrap(ssk.hex());
        try {
            return new KmsKeySet(
                    kmsUri,
                    userUri,
                    identifier,
                    period,
                    validity,
                    revoked,
                    SecretBytes.wrap(rsk.hex()),
                    signingKey,
                    token,
                    certUri,
                    issuer);
        } catch (KmsXmlException e) {
            signingKey.close();
            throw e;
        }
    }

    /** Services write it in hexadecimal digits or in base64. */
    private static Octets userId(XmlElement element) {
        String text = element.text();
        try {
            Octets octets = text.length() == 2 * UserId.OCTETS
                    ? Octets.ofHex(text.toLowerCase(Locale.ROOT))
                    : Octets.copyOf(Base64.getDecoder().decode(text));
            return new UserId(octets).octets();
        } catch (IllegalArgumentException | IdentifierException e) {
            throw new KmsXmlException(
                    Rule.VALUE, element, "is not 32 octets in hexadecimal digits or base64 (TS 33.180, F.2.1)");
        }
    }

    private static XmlElement clear(XmlElement key) {
        if (key.children().stream().anyMatch(child -> child.name().equals("EncryptedKey"))) {
            throw new KmsXmlException(
                    Rule.ENCRYPTED, key, "keys under a transport key are not read; have them sent in clear inside TLS");
        }
        return key;
    }
}
