package org.mikey4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What {@code mikey --version} says. */
public final class Version {
    private Version() {}

    /** The version of this program alone. */
    public static String number() {
        return String.valueOf(versions().getProperty("mikey"));
    }

    static String text() {
        Properties versions = versions();
        return "mikey " + versions.getProperty("mikey") + "\n"
                + "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")\n"
                + "Bouncy Castle " + versions.getProperty("bouncycastle") + "\n";
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
