package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.media.SrtpMasterKey;
import org.mikey4j.media.SrtpMasterKey.SaltOrigin;
import org.mikey4j.media.UnusableKeyException;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Severity;

/** What SRTP makes of the keys of an association. */
final class StreamKeys {
    private StreamKeys() {}

    /** The keys of a stream; a TEK with the salt run on behind it is taken apart where that is accepted. */
    static List<SessionKey> of(CryptoSession session, Set<Compatibility> accepted) {
        List<SrtpMasterKey> masters;
        try {
            masters = SrtpMasterKey.of(session, accepted);
        } catch (UnusableKeyException e) {
            return session.keys();
        }
        List<SessionKey> keys = new ArrayList<>();
        for (int i = 0; i < masters.size(); i++) {
            SrtpMasterKey master = masters.get(i);
            keys.add(
                    master.saltOrigin() == SaltOrigin.END_OF_TEK
                            ? new SessionKey(master.key(), master.salt(), master.kv())
                            : session.keys().get(i));
        }
        return keys;
    }

    /** Why SRTP cannot use the keys, if it cannot. */
    static Optional<Diagnostic> problem(
            MikeyMessage message, SecurityAssociation association, Set<Compatibility> accepted) {
        for (CryptoSession session : association.cryptoSessions()) {
            try {
                SrtpMasterKey.of(session, accepted).forEach(SrtpMasterKey::close);
            } catch (UnusableKeyException e) {
                int kemac = message.indexOf(KemacPayload.class);
                return Optional.of(new Diagnostic(
                        Severity.WARNING,
                        "UNUSABLE_KEY",
                        kemac < 0 ? 0 : message.offset(kemac),
                        "KEMAC",
                        "crypto session " + session.csId() + ": " + e.getMessage(),
                        "RFC 3830, 6.13"));
            }
        }
        return Optional.empty();
    }
}
