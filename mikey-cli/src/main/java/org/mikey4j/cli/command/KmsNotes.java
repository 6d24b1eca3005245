package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.secret.IbeUserKey;
import org.mikey4j.cli.view.ReadableText;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kms.KmsCertificate;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.UserIdScheme;
import org.mikey4j.kms.UserKeys;

/** Certificates and keys of key management services, as people know them; no secret is among it. */
final class KmsNotes {
    private static final int SHOWN_DIGITS = 32;

    private KmsNotes() {}

    static List<String> of(KmsCertificate certificate) {
        List<String> lines = new ArrayList<>();
        lines.add((certificate.role() == Role.ROOT ? "service       " : "other domain  ")
                + ReadableText.harmless(certificate.kmsUri())
                + (certificate.revoked() ? "  REVOKED" : ""));
        lines.add("  identifiers " + text(certificate.scheme()));
        lines.add("  public key  " + shortened(certificate.publicKey().encode().toHex()));
        lines.add("  kpak        " + shortened(certificate.kpak().encode().toHex()));
        if (!certificate.domains().isEmpty()) {
            lines.add("  domains     " + ReadableText.harmless(String.join(", ", certificate.domains())));
        }
        certificate.validity().from().ifPresent(from -> lines.add("  valid from  " + from));
        certificate.validity().to().ifPresent(to -> lines.add("  valid to    " + to));
        return lines;
    }

    static List<String> of(IbeService service) {
        List<String> lines = new ArrayList<>();
        lines.add("service       " + ReadableText.harmless(service.uri()) + "  of IBAKE");
        lines.add("  identities  with the " + service.dates().name().toLowerCase(Locale.ROOT)
                + " for which a key serves");
        lines.add("  public key  " + shortened(service.publicPoint().toHex()));
        if (!service.domains().isEmpty()) {
            lines.add("  domains     " + ReadableText.harmless(String.join(", ", service.domains())));
        }
        return lines;
    }

    static String of(IbeUserKey key) {
        return ReadableText.harmless(key.user() + "  of " + key.kms() + "  for " + key.date()) + "  key sha256/8="
                + key.key().fingerprint();
    }

    private static String text(UserIdScheme scheme) {
        return scheme instanceof UserIdScheme.HashedUid uids
                ? "hashed UIDs, key periods of " + uids.periods().seconds() + " s from "
                        + uids.periods().start(0)
                : "telephone numbers, key periods of a month";
    }

    private static String shortened(String hex) {
        return hex.substring(0, SHOWN_DIGITS) + "...";
    }

    static String of(UserKeys keys) {
        UserIdScheme scheme = keys.certificate().scheme();
        try (SecretBytes rsk = keys.receiverKey().rsk();
                SecretBytes ssk = keys.signingKey().ssk()) {
            return ReadableText.harmless(keys.userUri()) + "  period " + scheme.text(keys.period()) + ", "
                    + scheme.start(keys.period()) + " to " + scheme.start(keys.period() + 1) + "  RSK sha256/8="
                    + rsk.fingerprint() + "  SSK sha256/8=" + ssk.fingerprint();
        }
    }
}
