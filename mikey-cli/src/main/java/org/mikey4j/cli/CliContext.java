package org.mikey4j.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/**
 * All that a command gets from outside, so that it can be driven in a test.
 *
 * @param stdin standard input
 * @param out where data goes
 * @param err where everything else goes
 * @param environment the environment variables
 * @param clock the time
 * @param random makes the source of randomness, which is costly to start and seldom needed
 * @param prompt asks the user for a secret
 */
public record CliContext(
        StandardInput stdin,
        TextSink out,
        TextSink err,
        Map<String, String> environment,
        Clock clock,
        Supplier<SecureRandom> random,
        SecretPrompt prompt) {

    /** The same surroundings with another time, and another way to ask for secrets. */
    public CliContext with(Clock otherClock, SecretPrompt otherPrompt) {
        return new CliContext(stdin, out, err, environment, otherClock, random, otherPrompt);
    }

    /** One line that is not data. */
    public void warn(String message) {
        err.line("mikey: warning: " + message);
    }

    /** Asks for a secret on the terminal without showing it. */
    @FunctionalInterface
    public interface SecretPrompt {
        /**
         * Asks once.
         *
         * @param label what is asked for
         * @return what was typed, to be wiped by the caller
         * @throws CliFailure if there is no terminal
         */
        char[] ask(String label);

        /**
         * Reads a secret from where it can be had only once.
         *
         * @param what the secret and its place
         * @param source reads it
         * @return the secret, to be wiped by the caller
         */
        default byte[] readOnce(String what, Supplier<byte[]> source) {
            return source.get();
        }
    }
}
