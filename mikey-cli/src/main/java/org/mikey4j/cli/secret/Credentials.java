package org.mikey4j.cli.secret;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.SecretBytes;

/** The keys that a command works with; {@link #close} wipes them. */
public final class Credentials implements AutoCloseable {
    /** No keys. */
    public static final Credentials NONE = new Credentials(null, null, IdentityKeys.NONE);

    private final @Nullable SecretBytes psk;
    private final @Nullable SecretBytes tpk;
    private final IdentityKeys identityKeys;

    private Credentials(@Nullable SecretBytes psk, @Nullable SecretBytes tpk, IdentityKeys identityKeys) {
        this.psk = psk;
        this.tpk = tpk;
        this.identityKeys = identityKeys;
    }

    /**
     * Reads credentials: a JSON object {@code {"psk":"<hex>","tpk":"<hex>"}} with one or both, the hexadecimal digits of a pre-shared key, or identity-based keys as
     * {@link IdentityKeyFile} reads them.
     *
     * @param reference where they are; see {@link SecretReference}
     * @throws CliFailure if they are missing or cannot be understood
     */
    public static Credentials read(String reference, CliContext context) {
        return read("credentials", reference, context);
    }

    private static Credentials read(String label, String reference, CliContext context) {
        byte[] text = new SecretReference(label, context).read(reference);
        try {
            IdentityKeys identityKeys = IdentityKeyFile.parse(label, text);
            if (isObject(text)) {
                return new Credentials(secret(text, "psk"), secret(text, "tpk"), identityKeys);
            }
            return identityKeys.isEmpty()
                    ? new Credentials(Hex.parse(text, label), null, identityKeys)
                    : new Credentials(null, null, identityKeys);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /**
     * Reads one secret.
     *
     * @param label what it is, for messages and prompts
     * @param reference where it is; see {@link SecretReference}
     * @throws CliFailure if it is missing or not hexadecimal
     */
    public static SecretBytes readSecret(String label, String reference, CliContext context) {
        return new SecretReference(label, context).readHex(reference);
    }

    /**
     * Reads a pre-shared key: hexadecimal digits, or the member {@code psk} of a JSON object.
     *
     * @param label what it is, for messages and prompts
     * @param reference where it is; see {@link SecretReference}
     * @throws CliFailure if it is missing or not hexadecimal
     */
    public static SecretBytes readPsk(String label, String reference, CliContext context) {
        try (Credentials credentials = read(label, reference, context)) {
            return credentials.requirePsk().copy();
        }
    }

    /**
     * Reads a file that holds secrets, such as a private key.
     *
     * @param label what it is, for messages
     * @param reference where it is; see {@link SecretReference}
     * @return its octets, which the caller wipes
     * @throws CliFailure if it is missing or cannot be read
     */
    public static byte[] readOctets(String label, String reference, CliContext context) {
        return new SecretReference(label, context).read(reference);
    }

    /**
     * Reads a password: the first line of what stands at the reference, as UTF-8.
     *
     * @param label what it is, for messages and prompts
     * @param reference where it is; see {@link SecretReference}
     * @return the password, which the caller wipes
     * @throws CliFailure if it is missing or cannot be read
     */
    public static char[] readPassword(String label, String reference, CliContext context) {
        byte[] text = new SecretReference(label, context).read(reference);
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(text));
            int length = 0;
            while (length < decoded.length() && decoded.charAt(length) != '\n' && decoded.charAt(length) != '\r') {
                length++;
            }
            char[] password = new char[length];
            decoded.get(password);
            Arrays.fill(decoded.array(), '\0');
            return password;
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static boolean isObject(byte[] text) {
        for (byte c : text) {
            if (!Character.isWhitespace(c)) {
                return c == '{';
            }
        }
        return false;
    }

    private static @Nullable SecretBytes secret(byte[] text, String member) {
        SecretBytes secret = null;
        try (JsonParser json = new JsonFactory().createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (!name.equals(member)) {
                    json.skipChildren();
                } else if (secret != null) {
                    throw CliFailure.keyMissing(
                            "credentials, " + member + " is to be one string of hexadecimal digits");
                } else {
                    secret = JsonSecret.hex(json, "credentials, " + member);
                }
            }
        } catch (JacksonException e) {
            // Its message may quote the text.
            throw CliFailure.keyMissing(
                    "credentials: not JSON, at line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw new IllegalStateException("octets in memory cannot fail to be read", e);
        }
        return secret;
    }

    /** The ticket protection key. */
    public Optional<SecretBytes> tpk() {
        return Optional.ofNullable(tpk);
    }

    /** The pre-shared key. */
    public Optional<SecretBytes> psk() {
        return Optional.ofNullable(psk);
    }

    /**
     * The pre-shared key, which is needed.
     *
     * @throws CliFailure if there is none
     */
    public SecretBytes requirePsk() {
        return psk().orElseThrow(() -> CliFailure.keyMissing("credentials: there is no pre-shared key (member psk)"));
    }

    /** Identity-based keys, not checked yet. */
    public IdentityKeys identityKeys() {
        return identityKeys;
    }

    @Override
    public void close() {
        identityKeys.close();
        if (psk != null) {
            psk.close();
        }
        if (tpk != null) {
            tpk.close();
        }
    }
}
