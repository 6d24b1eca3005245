package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.mikey4j.cli.Cli;

/** Keys with certificates that keygen makes in a folder: of two authorities, and of users whom the first one knows. */
final class TrialCertificates {
    private TrialCertificates() {}

    /** Makes ca.pem, other.pem, and for each name the file of {@code sip:NAME@example.org}. */
    static void make(Path folder, String... names) {
        keygen("--ca", "--subject", "CN=Trial CA", "--out", key(folder, "ca"));
        keygen("--ca", "--subject", "CN=Other CA", "--out", key(folder, "other"));
        for (String name : names) {
            keygen("--issuer", key(folder, "ca"), "--id", "sip:" + name + "@example.org", "--out", key(folder, name));
        }
    }

    private static String key(Path folder, String name) {
        return folder.resolve(name + ".pem").toString();
    }

    private static void keygen(String... options) {
        String[] line = new String[options.length + 1];
        line[0] = "keygen";
        System.arraycopy(options, 0, line, 1, options.length);
        Cli.Result result = Cli.run(line);
        assertThat(result.exitCode()).as(result.err()).isZero();
    }
}
