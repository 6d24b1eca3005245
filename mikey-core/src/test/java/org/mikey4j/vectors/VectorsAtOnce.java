package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The vectors of a class as one test, for mutation testing (MUTATION.md): that starts each test by itself, and each start reads the
 * whole file. The property {@code mutation.vectors} says which classes, by how their names begin. The name of this one keeps it out of
 * the build, in which each vector is a test of its own.
 */
class VectorsAtOnce {
    /** Parts of the names of the classes that are wanted. */
    private static final List<String> WANTED =
            List.of(System.getProperty("mutation.vectors", "").split(","));

    @Test
    void messages() {
        run(MessageVectorsTest.class);
    }

    @Test
    void wire() {
        run(WireVectorsTest.class);
    }

    @Test
    void registries() {
        run(RegistryVectorsTest.class);
    }

    @Test
    void crypto() {
        run(CryptoVectorsTest.class);
    }

    @Test
    void ibe() {
        run(IbeVectorsTest.class);
    }

    @Test
    void pskInitiator() {
        run(PskInitiatorVectorsTest.class);
    }

    @Test
    void pskResponder() {
        run(PskResponderVectorsTest.class);
    }

    @Test
    void signed() {
        run(SignedExchangeVectorsTest.class);
    }

    @Test
    void dhHmac() {
        run(DhHmacExchangeVectorsTest.class);
    }

    @Test
    void sakke() {
        run(SakkeExchangeVectorsTest.class);
    }

    @Test
    void ticket() {
        run(TicketVectorsTest.class);
    }

    @Test
    void ibake() {
        run(IbakeVectorsTest.class);
    }

    private static void run(Class<?> vectors) {
        if (WANTED.stream().noneMatch(vectors.getSimpleName()::startsWith)) {
            return;
        }
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(vectors))
                                .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(
                                        !test.getDisplayName().contains("FollowsItsSchema")
                                                && !test.getDisplayName().contains("FollowTheirSchema")))
                                .build(),
                        summary);

        assertThat(summary.getSummary().getTestsFoundCount()).isPositive();
        assertThat(summary.getSummary().getFailures()).isEmpty();
    }
}
