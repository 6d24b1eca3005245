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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.mikey4j.cli.output.JsonDocument;

/** A program that stands for an implementation: one line of JSON in, one out. It is started again when it ended or hung. */
public final class Adapter implements Subject {
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

    /**
     * An adapter that is started when it is asked.
     *
     * @param patience how long one answer may take
     */
    public Adapter(List<String> command, Duration patience) {
        this.command = List.copyOf(command);
        this.patience = patience;
    }

    /** A program that has just been started is asked first, and may take its time. */
    @Override
    public Introduction hello() throws Silent {
        try {
            start();
        } catch (IOException e) {
            throw new Silent(false, "the adapter: " + e.getMessage());
        }
        JsonTree said = exchange("{\"do\":\"hello\"}", START_PATIENCE);
        return new Introduction(
                said.text("name").orElse("?"), said.text("version").orElse(""), said.texts("does"));
    }

    @Override
    public JsonTree ask(Map<String, String> request) throws Silent, IOException {
        if (process == null || !process.isAlive()) {
            hello();
        }
        try (JsonDocument json = new JsonDocument()) {
            for (Map.Entry<String, String> member : request.entrySet()) {
                json.text(member.getKey(), member.getValue());
            }
            return exchange(json.finish(), patience);
        }
    }

    @Override
    public boolean keepsTime() {
        return false;
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
