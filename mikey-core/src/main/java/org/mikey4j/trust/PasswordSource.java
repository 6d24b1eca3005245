package org.mikey4j.trust;

import java.util.Optional;

/** Gives the password of a file that is encrypted. Asked only where one is needed, once for each file. */
@FunctionalInterface
public interface PasswordSource {
    /** Knows no password. */
    PasswordSource NONE = what -> Optional.empty();

    /**
     * The password, which {@link KeyFile} wipes after use; empty if none is known.
     *
     * @param what what it opens, for a prompt: {@code PKCS #8 key} or {@code PKCS #12 file}
     */
    Optional<char[]> passwordFor(String what);
}
