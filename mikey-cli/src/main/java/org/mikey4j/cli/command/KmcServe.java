package org.mikey4j.cli.command;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.kmc.KmcConfig;
import org.mikey4j.cli.kmc.KmcSecrets;
import org.mikey4j.cli.kmc.KmcServer;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.trust.KeyFile;
import org.mikey4j.trust.PasswordSource;
import org.mikey4j.trust.UnreadableKeyException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kmc serve}: the application server. Runs until it is told to stop. */
final class KmcServe implements Command {
    static final String NAME = "serve";
    private static final String CHECK = "--check";
    private static final String VERBOSE = "--verbose";
    private static final int MOST_OCTETS = 1 << 20;
    private static final int LEAST_KEY_OCTETS = 16;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME,
                "Run a key management centre as a SIP application server on the ISC interface, until it is told to stop.");
        spec.addOption(
                StandardOptions.value(AccessRecord.CONFIG, "FILE", "Its settings: lines of the form name = value."));
        spec.addOption(StandardOptions.flag(CHECK, "Read the settings and the keys, and do nothing else."));
        spec.addOption(StandardOptions.flag(VERBOSE, "Say what the centre comes to know of each call; never a key."));
        StandardOptions.examples(
                spec, "mikey kmc serve --config kmc.conf", "mikey kmc serve --config kmc.conf --check");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) {
        KmcConfig config = AccessRecord.config(options, NAME, context);
        KmcSecrets secrets = secrets(config, context);
        if (options.matchedOptionValue(CHECK, false)) {
            context.out()
                    .line(options.matchedOptionValue(AccessRecord.CONFIG, "") + ": "
                            + config.users().size() + " users, "
                            + config.peers().size() + " other centres");
            return ExitCode.OK;
        }
        boolean verbose = options.matchedOptionValue(VERBOSE, false);
        KmcServer server =
                new KmcServer(config, secrets, context.clock(), context.random().get(), (call, what) -> {
                    if (verbose) {
                        context.err().line("call " + call.callId() + ": " + what);
                    }
                });
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.drain();
                            server.close();
                            stopped.countDown();
                        },
                        "stop"));
        context.out().line("ready: " + config.domain() + " on " + where(config));
        context.out().flush();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            server.close();
        }
        return ExitCode.OK;
    }

    private static String where(KmcConfig config) {
        return String.join(
                ", ",
                config.listen().stream()
                        .map(b -> b.transport() + ":" + b.host() + ":" + b.port())
                        .toList());
    }

    private static KmcSecrets secrets(KmcConfig config, CliContext context) {
        return new KmcSecrets(
                keys(config.users(), context),
                keys(config.shares(), context),
                tls(config.linkKey(), config.linkTrust(), context),
                tls(config.tlsKey(), config.tlsTrust(), context),
                config.store()
                        .map(store -> new KmcSecrets.Store(
                                AccessRecord.storePassword(config, context), MasterKeyFile.read(store, context))),
                config.access().map(access -> Custodians.read(access, context)).orElse(List.of()));
    }

    private static Optional<KmcSecrets.Tls> tls(Optional<String> key, List<String> trust, CliContext context) {
        return key.map(file -> new KmcSecrets.Tls(credentials(file, context), authorities(trust, context)));
    }

    private static List<X509Certificate> authorities(List<String> files, CliContext context) {
        List<X509Certificate> authorities = new ArrayList<>();
        files.forEach(file -> authorities.addAll(TrustOptions.certificates(file, context)));
        return authorities;
    }

    /** The keys of users, by identity. */
    static Map<String, SecretBytes> keys(Map<String, String> references, CliContext context) {
        Map<String, SecretBytes> keys = new LinkedHashMap<>();
        references.forEach((user, reference) -> {
            SecretBytes key = Credentials.readSecret("the key of " + user, reference, context);
            if (key.length() < LEAST_KEY_OCTETS) {
                throw CliFailure.keyMissing(
                        "the key of " + user + " has " + key.length() + " octets, 16 or more are wanted");
            }
            keys.put(user, key);
        });
        return keys;
    }

    private static org.mikey4j.trust.Credentials credentials(String file, CliContext context) {
        byte[] octets =
                SourceFile.read(file, "the key of the centre", context, (name, in) -> in.readNBytes(MOST_OCTETS));
        try {
            return KeyFile.credentials(octets, PasswordSource.NONE);
        } catch (UnreadableKeyException e) {
            throw CliFailure.keyMissing(file + ": " + e.getMessage());
        }
    }
}
