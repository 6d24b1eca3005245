package org.mikey4j.cli.conformance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A program that stands for an implementation: one line of JSON in, one out. It is started again when it ended or hung. */
final class Adapter implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_CHARACTERS = 1 << 20;

    private final List<String> command;
    private final Duration patience;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "adapter");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Process process;
    private @Nullable BufferedWriter in;
    private @Nullable BufferedReader out;

    /** Why there is no answer. */
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean hung;

        Silent(boolean hung, String message) {
            super(message);
            this.hung = hung;
        }

        boolean hung() {
            return hung;
        }
    }

    Adapter(List<String> command, Duration patience) {
        this.command = List.copyOf(command);
        this.patience = patience;
    }

    /**
     * Who it is. A program that has just been started is asked first, and may take its time.
     *
     * @throws Silent if no answer comes, or it is no JSON object
     */
    JsonTree hello() throws Silent {
        try {
            start();
        } catch (IOException e) {
            throw new Silent(false, "the adapter: " + e.getMessage());
        }
        return exchange("{\"do\":\"hello\"}", START_PATIENCE);
    }

    /**
     * Asks once.
     *
     * @throws Silent if no answer comes, or it is no JSON object
     */
    JsonTree ask(String request) throws Silent {
        if (process == null || !process.isAlive()) {
            hello();
        }
        return exchange(request, patience);
    }

    private JsonTree exchange(String request, Duration atMost) throws Silent {
        try {
            BufferedWriter to = Optional.ofNullable(in).orElseThrow();
            to.write(request);
            to.write('\n');
            to.flush();
            return JsonTree.parse(line(atMost));
        } catch (IOException e) {
            stop();
            throw new Silent(false, "the adapter: " + e.getMessage());
        }
    }

    private String line(Duration atMost) throws Silent, IOException {
        BufferedReader from = Optional.ofNullable(out).orElseThrow();
        Future<String> line = reader.submit(() -> bounded(from));
        try {
            String text = line.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (text.isEmpty()) {
                int code = Optional.ofNullable(process).orElseThrow().waitFor();
                stop();
                throw new Silent(false, "the adapter ended with " + code);
            }
            return text;
        } catch (TimeoutException e) {
            stop();
            throw new Silent(true, "no answer within " + atMost.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            throw new Silent(true, "interrupted");
        }
    }

    private static String bounded(BufferedReader from) {
        try {
            StringBuilder line = new StringBuilder();
            for (int c = from.read(); c >= 0 && c != '\n'; c = from.read()) {
                if (line.length() < MOST_CHARACTERS) {
                    line.append((char) c);
                }
            }
            return line.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() throws IOException {
        Process started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process = started;
        in = new BufferedWriter(new OutputStreamWriter(started.getOutputStream(), StandardCharsets.UTF_8));
        out = new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
    }

    private void stop() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process = null;
        }
    }

    @Override
    public void close() {
        stop();
        reader.shutdownNow();
    }
}
