package org.mikey4j.cli.carrier;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.Base64Data;

/**
 * Reads an input of unknown kind and finds the messages in it. What it is shows in its content: octets that are no text are
 * a message as it is; text is hex, base64, or something with key-mgmt lines, KeyMgmt headers or {@code mikey} parameters in
 * it.
 */
public final class CarrierReader {
    /** The longest input that is read, in octets. */
    public static final int MAX_OCTETS = 64 << 20;

    private CarrierReader() {}

    /**
     * Reads an input to its end.
     *
     * @param name what to call it, for example its file name
     * @return the messages in their order; none if the input holds nothing that could be one
     * @throws IOException if it cannot be read, or is longer than {@link #MAX_OCTETS}
     */
    public static List<Carried> read(String name, InputStream in) throws IOException {
        return readInput(name, in).messages();
    }

    /** As {@link #read(String, InputStream)}, together with the text that the messages stand in. */
    public static Input readInput(String name, InputStream in) throws IOException {
        byte[] bytes = readBounded(in);
        Optional<String> text = text(bytes);
        if (text.isEmpty()) {
            return new Input(
                    name, "", List.of(new Carried(Octets.copyOf(bytes), name, "raw octets", List.of(), List.of())));
        }
        return new Input(name, text.get(), read(name, text.get()));
    }

    /**
     * An input.
     *
     * @param name what it is called
     * @param text its text; empty if it has none
     * @param messages the messages in it, in their order
     */
    public record Input(String name, String text, List<Carried> messages) {
        public Input {
            messages = List.copyOf(messages);
        }
    }

    private static byte[] readBounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_OCTETS + 1);
        if (bytes.length > MAX_OCTETS) {
            throw new IOException("longer than " + MAX_OCTETS + " octets");
        }
        return bytes;
    }

    /** As {@link #read(String, InputStream)}, for text. */
    public static List<Carried> read(String name, String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return List.of();
        }
        Optional<Octets> hex = HexText.parse(stripped);
        if (hex.isPresent()) {
            return List.of(new Carried(hex.get(), name, "hex", List.of(), List.of()));
        }
        List<Carried> found = new TextScanner(name, text).scan();
        if (!found.isEmpty()) {
            return found;
        }
        String data = stripped.startsWith("mikey ") ? stripped.substring("mikey ".length()) : stripped;
        Base64Data base64 = Base64Data.decode(data, text.indexOf(data), "base64");
        return base64.isReadable()
                ? List.of(new Carried(base64.octets(), name, "base64", List.of(), base64.diagnostics()))
                : List.of();
    }

    /** The input as text, unless it has octets that text has not. */
    private static Optional<String> text(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\r' && b != '\n' && b != '\f' && b != 0x1b) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            // Logs in older encodings are text too, as far as key-mgmt lines go.
            String latin = new String(bytes, StandardCharsets.ISO_8859_1);
            return latin.contains("key-mgmt") || latin.toLowerCase(Locale.ROOT).contains("keymgmt")
                    ? Optional.of(latin)
                    : Optional.empty();
        }
    }
}
