package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.view.ReadableText;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.identity.IdentifierException;
import org.mikey4j.crypto.identity.KeyIdentifier;
import org.mikey4j.crypto.identity.KeyIdentifier.Purpose;
import org.mikey4j.crypto.identity.KeyParameters;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.kms.KmsKeys;
import org.mikey4j.kms.UserKeys;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.IdScheme;

/** What an opened message of MIKEY-SAKKE says besides its media keys: what the key is for, and what is said of it (TS 33.180). */
final class SakkeNotes {
    private static final int SAKKE_HEAD_OCTETS = 5;
    private static final int NOT_REVOKED = 1;

    private final KmsKeys keys;
    private final Optional<String> expected;

    SakkeNotes(KmsKeys keys, Optional<String> expected) {
        this.keys = keys;
        this.expected = expected;
    }

    List<Diagnostic> of(MikeyMessage message, SecurityAssociation association) {
        List<Diagnostic> notes = new ArrayList<>();
        int at = message.offset(message.indexOf(SakkePayload.class));
        SecretBytes key = association.keys().get(0).key();
        notes.add(
                info("SAKKE_KEY", at, "SAKKE", "opens to " + key.length() + " octets, sha256/8=" + key.fingerprint()));
        boolean mcx = message.payload(SakkePayload.class)
                .filter(sakke -> sakke.idScheme() == IdScheme.HASHED_UID_3GPP)
                .isPresent();
        if (mcx) {
            KeyIdentifier id = new KeyIdentifier((int) association.csbId());
            notes.add(info("KEY_ID", at, "HDR", identifier(id, key, message)));
            extensions(message, key, id, notes);
        }
        hiddenInitiator(message, notes);
        return notes;
    }

    /** A GMK comes under an identifier of its own for each user, which leads back to the one that all have. */
    private String identifier(KeyIdentifier id, SecretBytes key, MikeyMessage message) {
        Optional<Purpose> purpose = id.purpose();
        if (purpose.filter(p -> p == Purpose.GMK).isEmpty()) {
            return "the CSB ID is the identifier of a key of purpose "
                    + purpose.map(Purpose::name).orElse("unknown");
        }
        return receiver(message)
                .map(user -> "the CSB ID is the GUK-ID of " + ReadableText.harmless(user) + "; the GMK-ID is "
                        + id.forUser(key, user))
                .orElse("the CSB ID is a GUK-ID");
    }

    private Optional<String> receiver(MikeyMessage message) {
        return message.payloads(IdrPayload.class).stream()
                .flatMap(idr -> keys.own().stream().filter(own -> isFor(idr, own)))
                .map(UserKeys::userUri)
                .findFirst();
    }

    private static boolean isFor(IdrPayload idr, UserKeys own) {
        return switch (idr.idRole()) {
            case IdRole.IDR_UIDR -> idr.idData().equals(own.identifier());
            case IdRole.IDR_R -> idr.text().equals(own.userUri());
            default -> false;
        };
    }

    private static void extensions(MikeyMessage message, SecretBytes key, KeyIdentifier id, List<Diagnostic> notes) {
        for (int i = 0; i < message.payloads().size(); i++) {
            if (message.payloads().get(i) instanceof GeneralExtensionPayload extension) {
                int at = message.offset(i);
                switch (extension.extensionType()) {
                    case GeneralExtensionType.SAKKE_TO_SELF ->
                        notes.add(info(
                                "SAKKE_TO_SELF",
                                at,
                                "GENERAL_EXT",
                                "the same key for the Initiator itself, "
                                        + Math.max(0, extension.data().length() - SAKKE_HEAD_OCTETS)
                                        + " octets of encapsulated data"));
                    case GeneralExtensionType.KEY_PARAMETERS_3GPP ->
                        notes.add(parameters(extension.data(), key, id, at));
                    default -> {}
                }
            }
        }
    }

    private static Diagnostic parameters(Octets data, SecretBytes key, KeyIdentifier id, int at) {
        try {
            return KeyParameters.open(data, key, id)
                    .map(parameters -> info("KEY_PARAMETERS", at, "GENERAL_EXT", text(parameters)))
                    .orElseGet(() -> warning(at, "key parameters that nothing protects, as older peers send them"));
        } catch (IdentifierException e) {
            return warning(at, String.valueOf(e.getMessage()));
        }
    }

    private static String text(KeyParameters parameters) {
        return "key parameters: type " + parameters.keyType() + ", "
                + ((parameters.status() & NOT_REVOKED) != 0 ? "in force" : "REVOKED") + ", from "
                + (parameters.activation() == 0 ? "now on" : Long.toString(parameters.activation())) + ", until "
                + (parameters.expiry() == 0 ? "further notice" : Long.toString(parameters.expiry()));
    }

    private void hiddenInitiator(MikeyMessage message, List<Diagnostic> notes) {
        for (int i = 0; i < message.payloads().size(); i++) {
            if (expected.isEmpty()
                    && message.payloads().get(i) instanceof IdrPayload idr
                    && idr.idRole() == IdRole.IDR_UIDI) {
                notes.add(new Diagnostic(
                        Severity.WARNING,
                        "HIDDEN_INITIATOR",
                        message.offset(i),
                        "IDR",
                        "the signature is that of this UID; whose it is only signalling tells: give --id-i URI to compare",
                        "TS 33.180, E.7"));
            }
        }
    }

    private static Diagnostic info(String code, int at, String field, String text) {
        return new Diagnostic(Severity.INFO, code, at, field, text, "TS 33.180, 5.2");
    }

    private static Diagnostic warning(int at, String text) {
        return new Diagnostic(Severity.WARNING, "KEY_PARAMETERS", at, "GENERAL_EXT", text, "TS 33.180, E.6");
    }
}
