package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.cli.view.OpenedData;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.EskPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.PayloadType;

/** Opens what is encrypted in a message of MIKEY-IBAKE, so that it can be shown. */
final class IbakeOpener {
    private IbakeOpener() {}

    /**
     * The data of its IBAKE and ESK, as far as the keys open them.
     *
     * @param notes is told of what they do not open
     */
    static List<OpenedData> open(MikeyMessage message, IdentityKeys identityKeys, List<Diagnostic> notes) {
        List<OpenedData> opened = new ArrayList<>();
        if (identityKeys.ibe().keys().isEmpty()) {
            return opened;
        }
        try (IbeKeyRing keys = identityKeys.ibe().check()) {
            for (int i = 0; i < message.payloads().size(); i++) {
                int at = message.offset(i);
                Payload payload = message.payloads().get(i);
                if (payload instanceof IbakePayload ibake) {
                    add(opened, notes, at, "IBAKE", PayloadType.IDR, decrypt(keys, ibake.encrData()));
                } else if (payload instanceof EskPayload esk) {
                    add(opened, notes, at, "ESK", PayloadType.ID, decrypt(keys, esk.encrData()));
                }
            }
        }
        return opened;
    }

    private static void add(
            List<OpenedData> opened,
            List<Diagnostic> notes,
            int at,
            String name,
            int firstType,
            Optional<Octets> plaintext) {
        plaintext.ifPresentOrElse(
                octets -> opened.add(new OpenedData(at, firstType, octets)),
                () -> notes.add(new Diagnostic(
                        Severity.WARNING,
                        "NOT_OPENED",
                        at,
                        name,
                        "the credentials do not open it: it is for another identity or date, or was changed",
                        "RFC 6267, 4.2.2")));
    }

    private static Optional<Octets> decrypt(IbeKeyRing keys, Octets data) {
        for (IbePrivateKey key : keys.all()) {
            try (SecretBytes plaintext = key.decrypt(data)) {
                return Optional.of(Octets.copyOf(plaintext.toByteArray()));
            } catch (IbeException e) {
                // It may be for another of the keys.
            }
        }
        return Optional.empty();
    }
}
