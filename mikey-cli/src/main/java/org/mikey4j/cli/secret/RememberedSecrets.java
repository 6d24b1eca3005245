package org.mikey4j.cli.secret;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.mikey4j.cli.CliContext;

/**
 * Secrets that cannot be had twice (typed, from a descriptor, from standard input) for a command that checks many exchanges
 * with them: each is read once, when it is first needed, and all are wiped in the end.
 */
public final class RememberedSecrets implements CliContext.SecretPrompt, AutoCloseable {
    private final CliContext.SecretPrompt prompt;
    private final Map<String, char[]> typed = new HashMap<>();
    private final Map<String, byte[]> read = new HashMap<>();

    /** @param prompt asks the user */
    public RememberedSecrets(CliContext.SecretPrompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public char[] ask(String label) {
        return typed.computeIfAbsent(label, prompt::ask).clone();
    }

    @Override
    public byte[] readOnce(String what, Supplier<byte[]> source) {
        return read.computeIfAbsent(what, key -> source.get()).clone();
    }

    @Override
    public void close() {
        typed.values().forEach(secret -> Arrays.fill(secret, '\0'));
        read.values().forEach(secret -> Arrays.fill(secret, (byte) 0));
        typed.clear();
        read.clear();
    }
}
