package org.mikey4j.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes down what a run of the tests shows beside its verdicts, for a judge that reads it when all have run: every message
 * that the encoder made, and what tests reported of other implementations. Only where the system property {@code mikey.run}
 * names a folder for it.
 */
public final class RunRecorder implements TestExecutionListener {
    /** What a test publishes of another implementation: {@code peer | mode | role | result}. */
    private static final String INTEROP = "interop";

    /** The tag of tests that count what the encoder allocates. */
    private static final String COUNTS_ALLOCATION = "counts-allocation";

    private final String folder = System.getProperty("mikey.run", "");
    private final Set<String> interop = Collections.synchronizedSet(new TreeSet<>());

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        if (!folder.isEmpty()) {
            write(() -> {
                Files.createDirectories(Path.of(folder));
                EmittedMessages.recordIn(Path.of(folder, "emitted.hex"));
            });
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (countsAllocation(test)) {
            EmittedMessages.pause(true);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (countsAllocation(test)) {
            EmittedMessages.pause(false);
        }
    }

    private static boolean countsAllocation(TestIdentifier test) {
        return test.getTags().stream().anyMatch(tag -> tag.getName().equals(COUNTS_ALLOCATION));
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        Map<String, String> values = entry.getKeyValuePairs();
        if (values.containsKey(INTEROP)) {
            interop.add(values.get(INTEROP));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (!folder.isEmpty()) {
            write(() -> {
                EmittedMessages.finish();
                Files.write(Path.of(folder, "interop.txt"), interop);
            });
        }
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
