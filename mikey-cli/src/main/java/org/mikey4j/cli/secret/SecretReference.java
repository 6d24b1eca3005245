package org.mikey4j.cli.secret;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.SecretBytes;

/**
 * Says where a secret is, so that the secret itself does not show in the list of processes: {@code file:PATH} or just a
 * path, {@code env:NAME}, {@code fd:N}, {@code stdin}, {@code prompt}; {@code hex:DIGITS} works, with a warning.
 */
final class SecretReference {
    private static final int MOST_OCTETS = 1 << 16;

    /** So many hexadecimal digits are a key that somebody typed, not the name of a file. */
    private static final int LITERAL_DIGITS = 16;

    private final String label;
    private final CliContext context;
    private final Predicate<byte[]> isSecret;

    /** @param label what the secret is, for messages and prompts */
    SecretReference(String label, CliContext context) {
        this(label, context, text -> true);
    }

    /** @param isSecret whether what a file holds is any secret, so that others should not be able to read it */
    SecretReference(String label, CliContext context, Predicate<byte[]> isSecret) {
        this.label = label;
        this.context = context;
        this.isSecret = isSecret;
    }

    /**
     * What stands at the reference, as it stands there; the caller wipes it.
     *
     * @throws CliFailure if there is nothing, or it cannot be read
     */
    byte[] read(String reference) {
        int colon = reference.indexOf(':');
        String scheme = colon < 0 ? reference : reference.substring(0, colon);
        String rest = reference.substring(colon + 1);
        return switch (scheme) {
            case "file" -> file(rest);
            case "env" -> environment(rest);
            case "fd" -> context.prompt().readOnce(label + " from " + reference, () -> descriptor(rest));
            case "stdin" -> context.prompt().readOnce(label + " from " + reference, this::standardInput);
            case "prompt" -> prompt();
            case "hex" -> literal(rest);
            default -> path(reference);
        };
    }

    private byte[] path(String path) {
        if (path.length() >= LITERAL_DIGITS && Hex.isHex(path)) {
            throw CliFailure.usage(label + ": a secret does not belong on the command line, where others can see it")
                    .withHint("write it to a file and give file:PATH, or env:NAME, fd:N, stdin, prompt");
        }
        return file(path);
    }

    private byte[] file(String name) {
        try {
            Path path = Path.of(name);
            byte[] octets;
            try (InputStream in = Files.newInputStream(path)) {
                octets = limited(in, name);
            }
            if (isSecret.test(octets)) {
                warnIfOthersCanRead(path);
            }
            return octets;
        } catch (NoSuchFileException e) {
            throw CliFailure.keyMissing(label + ": there is no file " + name);
        } catch (IOException | InvalidPathException e) {
            throw CliFailure.keyMissing(label + ": cannot read " + name);
        }
    }

    private void warnIfOthersCanRead(Path path) throws IOException {
        if (!Files.isRegularFile(path)
                || !path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ)) {
            context.warn(path + " holds a secret and others can read it; chmod 600 mends that");
        }
    }

    private byte[] environment(String name) {
        String value = context.environment().get(name);
        if (value == null || value.isEmpty()) {
            throw CliFailure.keyMissing(label + ": there is no environment variable " + name);
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] descriptor(String number) {
        if (number.isEmpty() || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw CliFailure.usage(label + ": fd: takes the number of an open file, not " + number);
        }
        try (InputStream in = new FileInputStream("/dev/fd/" + number)) {
            return limited(in, "file descriptor " + number);
        } catch (IOException e) {
            throw CliFailure.keyMissing(label + ": cannot read file descriptor " + number);
        }
    }

    private byte[] standardInput() {
        try {
            return limited(context.stdin().take(label), "standard input");
        } catch (IOException e) {
            throw CliFailure.keyMissing(label + ": cannot read standard input");
        }
    }

    private byte[] prompt() {
        char[] typed = context.prompt().ask(label);
        byte[] octets = new byte[typed.length];
        for (int i = 0; i < typed.length; i++) {
            // Only hexadecimal digits are of use; any other character becomes one that is refused.
            octets[i] = (byte) Math.min(typed[i], Byte.MAX_VALUE);
        }
        Arrays.fill(typed, '\0');
        return octets;
    }

    private byte[] literal(String digits) {
        context.warn(label + " is on the command line, where every user of this machine can see it");
        return digits.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] limited(InputStream in, String name) throws IOException {
        byte[] octets = new byte[MOST_OCTETS + 1];
        try {
            // Not readNBytes(int), which asks a file for its position; a pipe has none.
            int length = in.readNBytes(octets, 0, octets.length);
            if (length > MOST_OCTETS) {
                throw CliFailure.keyMissing(label + ": " + name + " is too long for a secret");
            }
            return Arrays.copyOf(octets, length);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** What stands at the reference, read as hexadecimal digits. */
    SecretBytes readHex(String reference) {
        byte[] text = read(reference);
        try {
            return Hex.parse(text, label);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }
}
