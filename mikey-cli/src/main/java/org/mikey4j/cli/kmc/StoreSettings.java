package org.mikey4j.cli.kmc;

import java.util.Map;
import java.util.Optional;

/**
 * Where a centre keeps what it must not forget, and what its keys are sealed with there.
 *
 * @param url the database
 * @param user who the centre is there
 * @param password a reference to the password
 * @param masterKeys references to the master keys, by ID
 * @param current the ID of the one that seals; the others only open
 * @param masterPassword a reference to the password of those that are in a PKCS #12 file
 */
public record StoreSettings(
        String url,
        Optional<String> user,
        Optional<String> password,
        Map<String, String> masterKeys,
        String current,
        Optional<String> masterPassword) {
    /** How the names of the settings of master keys begin. */
    static final String MASTER = "master.key.";

    private static final String CURRENT = "master.current";

    /** Nothing if there is no database. */
    static Optional<StoreSettings> of(SettingsFile file) {
        return file.optional("store").map(url -> {
            if (!SqlDatabase.isKnown(url.text())) {
                throw file.fault(url.line(), "store is jdbc:h2:file:PATH or jdbc:postgresql://HOST/DATABASE");
            }
            Map<String, String> keys = file.texts(MASTER);
            if (keys.isEmpty()) {
                throw file.fault(url.line(), "a store needs a master key; a line is: master.key.1 = file:master.key");
            }
            String current = file.text(CURRENT)
                    .or(() -> keys.keySet().stream()
                            .filter(id -> keys.size() == 1)
                            .findFirst())
                    .orElseThrow(() -> file.fault(0, CURRENT + " is missing: which of the master keys seals"));
            if (!keys.containsKey(current)) {
                throw file.fault(file.line(CURRENT), "there is no " + MASTER + current);
            }
            return new StoreSettings(
                    url.text(),
                    file.text("store.user"),
                    file.text("store.password"),
                    keys,
                    current,
                    file.text("master.password"));
        });
    }
}
