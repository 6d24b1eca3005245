package org.mikey4j.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What all scenarios have in common. */
class ScenariosTest {
    /** The standards leave open what becomes of bits that have no meaning yet, and of a random value or policy that is out of place. */
    private static final Set<String> EITHER_IS_RIGHT = Set.of(
            "wire-dh-reserv-1",
            "wire-dh-reserv-15",
            "wire-sp-with-empty-map",
            "wire-rand-rand-1",
            "wire-err-reserved-1",
            "wire-err-reserved-65535",
            "wire-randr-rand-1",
            "wire-tp-res-1",
            "wire-tp-res-31",
            "wire-ticket-res-1",
            "wire-ticket-res-31",
            "wire-eccpt-reserv-1",
            "wire-eccpt-reserv-15");

    @Test
    void nobodyPassesWhoTakesEverythingOrNothing() throws IOException {
        List<Scenario> all = Scenarios.read(Path.of("../test-vectors"));
        Set<String> found = new HashSet<>(FaultySubject.CREDULOUS.failures(all));
        found.addAll(FaultySubject.STUBBORN.failures(all));

        assertThat(all)
                .extracting(Scenario::id)
                .filteredOn(id -> !found.contains(id))
                .containsExactlyInAnyOrderElementsOf(EITHER_IS_RIGHT);
    }
}
