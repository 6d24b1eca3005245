package org.mikey4j.cli.kmc;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.kmc.SettingsFile.Value;
import org.mikey4j.kmc.LawfulAccess.Warrant;
import org.mikey4j.message.IdPayload;

/**
 * Lawful access: whose calls are put down, and for whom.
 *
 * @param custodians the files with the certificates of the two custodians, by their names, in the order of the settings
 * @param warrants what allows it
 */
public record AccessSettings(Map<String, String> custodians, List<Warrant> warrants) {
    /** How the names of these settings begin. */
    static final List<String> PREFIXES = List.of("custodian.", "warrant.");

    /** Nothing if there is no custodian and no warrant. */
    static Optional<AccessSettings> of(SettingsFile file, CallCentre.Scheme scheme) {
        Map<String, String> custodians = file.texts("custodian.");
        List<Warrant> warrants = new ArrayList<>();
        file.beginning("warrant.").forEach((reference, value) -> warrants.add(warrant(file, reference, value)));
        if (custodians.isEmpty() && warrants.isEmpty()) {
            return Optional.empty();
        }
        if (custodians.size() != 2) {
            throw file.fault(0, "lawful access needs two custodians; a line is: custodian.NAME = certificate.pem");
        }
        if (file.optional("store").isEmpty()) {
            throw file.fault(0, "lawful access needs a store, where its record is");
        }
        if (scheme == CallCentre.Scheme.USERS_EXCHANGE) {
            throw file.fault(
                    file.line("scheme"), "lawful access is for schemes 2 and 3, in which the centre has the keys");
        }
        return Optional.of(new AccessSettings(custodians, warrants));
    }

    private static Warrant warrant(SettingsFile file, String reference, Value value) {
        String[] words = value.text().split("\\s+");
        if (words.length == 3) {
            try {
                Instant from = Instant.parse(words[1]);
                Instant until = Instant.parse(words[2]);
                if (from.isBefore(until)) {
                    return new Warrant(reference, IdPayload.uri(words[0]), from, until);
                }
            } catch (DateTimeException e) {
                // Told below.
            }
        }
        throw file.fault(
                value.line(),
                "a warrant is URI FROM UNTIL, as in sip:bob@b.example 2026-01-01T00:00:00Z 2026-04-01T00:00:00Z");
    }
}
