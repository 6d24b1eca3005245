package org.mikey4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What {@code mikey --version} says. */
final class Version {
    private Version() {}

    static String text() {
        Properties versions = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "mikey " + versions.getProperty("mikey") + "\n"
                + "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")\n"
                + "Bouncy Castle " + versions.getProperty("bouncycastle") + "\n";
    }
}
