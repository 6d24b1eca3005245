package org.mikey4j.kms;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mikey4j.crypto.SecretBytes;

/** XML in the making, two spaces further in at each level; it may have keys in it, so that nothing is left behind of it. */
final class XmlText implements AutoCloseable {
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private byte[] octets = new byte[4096];
    private int length;
    private int depth;

    void declaration() {
        add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /** A start tag; empty attributes are left out. */
    void open(String name, String... attributes) {
        indent();
        add("<" + name);
        for (String attribute : attributes) {
            add(attribute.isEmpty() ? "" : " " + attribute);
        }
        add(">\n");
        depth++;
    }

    void shut(String name) {
        depth--;
        indent();
        add("</" + name + ">\n");
    }

    void text(String name, String text) {
        indent();
        add("<" + name + ">"
                + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                + "</" + name + ">\n");
    }

    /** A key in clear, of the type that the schema has for it. */
    void key(String name, SecretBytes key) {
        indent();
        add("<" + name + " xsi:type=\"KeyContentType\">");
        byte[] secret = key.toByteArray();
        for (byte b : secret) {
            add(DIGITS[b >> 4 & 0xf]);
            add(DIGITS[b & 0xf]);
        }
        Arrays.fill(secret, (byte) 0);
        add("</" + name + ">\n");
    }

    private void indent() {
        add("  ".repeat(depth));
    }

    private void add(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            add(b);
        }
    }

    private void add(byte b) {
        if (length == octets.length) {
            byte[] longer = Arrays.copyOf(octets, 2 * length);
            close();
            octets = longer;
        }
        octets[length] = b;
        length++;
    }

    SecretBytes take() {
        return SecretBytes.wrap(Arrays.copyOf(octets, length));
    }

    @Override
    public void close() {
        Arrays.fill(octets, (byte) 0);
    }
}
