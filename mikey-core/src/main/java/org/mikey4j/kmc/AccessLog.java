package org.mikey4j.kmc;

import java.util.Optional;
import java.util.function.Function;

/** Where the record of lawful access is kept: by whom no node of the centre can make change it. */
@FunctionalInterface
public interface AccessLog {
    /**
     * Appends an entry. Atomic over all nodes, and durable when it returns.
     *
     * @param next makes the entry, given the one before, if there is one
     * @return what was appended
     */
    AccessEntry append(Function<Optional<AccessEntry>, AccessEntry> next);
}
