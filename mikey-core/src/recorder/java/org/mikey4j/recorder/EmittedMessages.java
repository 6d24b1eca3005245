package org.mikey4j.recorder;

import static net.bytebuddy.matcher.ElementMatchers.is;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * Each message that the encoder makes, once. The encoder does not know: its two methods get a few instructions more in a
 * JVM that runs tests.
 */
public final class EmittedMessages {
    private static final Set<Octets> SEEN = new HashSet<>();

    private static volatile boolean paused = true;
    private static BufferedWriter out;

    private EmittedMessages() {}

    /** Begins, or goes on after {@link #finish}: a run may have several plans. */
    static synchronized void recordIn(Path file) throws IOException {
        if (out == null) {
            out = Files.newBufferedWriter(file);
            install();
        }
        paused = false;
    }

    private static void install() {
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .type(is(MikeyMessage.class))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(Made.class).on(named("encode").or(named("withLast")))))
                .installOn(ByteBuddyAgent.install());
    }

    static void pause(boolean pause) {
        paused = pause;
    }

    static synchronized void finish() throws IOException {
        paused = true;
        out.flush();
    }

    /** Called by the encoder. */
    public static void made(MikeyMessage message) {
        if (!paused) {
            write(message.octets());
        }
    }

    private static synchronized void write(Octets octets) {
        try {
            if (!paused && SEEN.add(octets)) {
                out.write(octets.toHex());
                out.newLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is put at the end of the encoder's methods. */
    static final class Made {
        private Made() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return MikeyMessage message) {
            made(message);
        }
    }
}
