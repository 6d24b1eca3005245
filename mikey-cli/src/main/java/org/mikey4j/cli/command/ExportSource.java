package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.SrtpMasterKey;
import org.mikey4j.media.SrtpMasterKey.SaltOrigin;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.registry.DataType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Where the keys to export are from: a message and perhaps its answer, lines of SDES, or key and salt by themselves.
 *
 * @param csbId the crypto session bundle, 0 if there is none
 * @param streams the keys of each stream
 * @param association what came of the message, if there was one
 */
record ExportSource(long csbId, List<SrtpKeys> streams, Optional<SecurityAssociation> association)
        implements AutoCloseable {
    private static final String ANSWER = "--answer";
    private static final String FROM = "--from";
    private static final String KEY = "--master-key";
    private static final String SALT = "--master-salt";
    private static final String SP = "--sp";
    private static final String SSRC = "--ssrc";
    private static final String ROC = "--roc";
    private static final String MKI = "--mki";

    ExportSource {
        streams = List.copyOf(streams);
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.value(FROM, "FORM", "What FILE has: mikey (default), or sdes for a=crypto."));
        spec.addOption(StandardOptions.credentials());
        spec.addOption(StandardOptions.value(ANSWER, "FILE", "The answer, if it is not in FILE, too."));
        EndsOptions.addTo(spec);
        ExchangeOptions.addTo(spec);
        spec.addOption(StandardOptions.value(KEY, "REF", "Instead of FILE: the SRTP master key."));
        spec.addOption(StandardOptions.value(SALT, "REF", "The master salt to go with it."));
        spec.addOption(StandardOptions.value(SP, "POLICY", "The policy to go with it, as for generate psk."));
        spec.addOption(StandardOptions.value(SSRC, "HEX", "The stream, where FILE does not say it."));
        spec.addOption(StandardOptions.value(ROC, "HEX", "The rollover counter to go with " + KEY + "."));
        spec.addOption(StandardOptions.value(MKI, "HEX", "The MKI to go with " + KEY + "."));
    }

    /**
     * Reads and checks what the options name.
     *
     * @throws CliFailure if it is not authentic, or there is none
     * @throws IOException if it cannot be read
     */
    static ExportSource read(ParseResult options, CliContext context) throws IOException {
        if (options.hasMatchedOption(KEY)) {
            return given(options, context);
        }
        String file = options.matchedPositionalValue(0, new String[] {"-"})[0];
        String from = options.matchedOptionValue(FROM, "mikey");
        return switch (from) {
            case "mikey" -> verified(file, options, context);
            case "sdes" -> sdes(file, options, context);
            default -> throw CliFailure.usage(FROM + " is mikey or sdes, not " + from);
        };
    }

    private static ExportSource given(ParseResult options, CliContext context) {
        SrtpPolicy policy = PolicyOption.parse(options.matchedOptionValue(SP, "AES_CM_128_HMAC_SHA1_80"), 0)
                .map(SrtpPolicy::of)
                .orElseGet(SrtpPolicy::defaults);
        SecretBytes key = Credentials.readSecret(KEY, options.matchedOptionValue(KEY, ""), context);
        SecretBytes salt = options.hasMatchedOption(SALT)
                ? Credentials.readSecret(SALT, options.matchedOptionValue(SALT, ""), context)
                : SecretBytes.empty();
        String mki = options.matchedOptionValue(MKI, "");
        KeyValidity kv = mki.isEmpty() ? KeyValidity.NULL : new KeyValidity.Spi(HexOption.octets(MKI, mki, 1, 255));
        SrtpMasterKey master = new SrtpMasterKey(key, salt, SaltOrigin.EXCHANGED, kv);
        long roc = HexOption.u32(ROC, options.matchedOptionValue(ROC, "0"));
        return new ExportSource(
                0, List.of(new SrtpKeys(1, ssrc(options), roc, policy, List.of(master), List.of())), Optional.empty());
    }

    private static long ssrc(ParseResult options) {
        return HexOption.u32(SSRC, options.matchedOptionValue(SSRC, "0"));
    }

    private static ExportSource verified(String file, ParseResult options, CliContext context) throws IOException {
        Exchange exchange = Exchange.read(file, Optional.ofNullable(options.matchedOptionValue(ANSWER, null)), context);
        ExchangeOptions exchangeOptions = new ExchangeOptions(options, context);
        try (Mode.Ends ends =
                new EndsOptions(options, context, exchangeOptions).of(exchange.mode(), exchange.message(), false)) {
            Verification verification =
                    new Verifier(exchange.mode(), ends, exchangeOptions).verify(exchange.message(), exchange.answer());
            SecurityAssociation association =
                    verification.association().orElseThrow(() -> CliFailure.no(reason(exchange, verification)));
            return new ExportSource(
                    association.csbId(),
                    SrtpKeys.of(association, exchangeOptions.accepted()).stream()
                            .map(keys -> withSsrc(keys, ssrc(options)))
                            .toList(),
                    Optional.of(association));
        }
    }

    private static String reason(Exchange exchange, Verification verification) {
        if (!verification.verified()) {
            return "not verified: " + verification.problem();
        }
        return DataType.REGISTRY.name(exchange.message().header().dataType())
                + " has keys together with its answer only";
    }

    /** For a stream whose SSRC was not known when the message was made. */
    private static SrtpKeys withSsrc(SrtpKeys keys, long ssrc) {
        return keys.ssrc() != 0 || ssrc == 0
                ? keys
                : new SrtpKeys(keys.csId(), ssrc, keys.roc(), keys.policy(), keys.masters(), keys.diagnostics());
    }

    private static ExportSource sdes(String file, ParseResult options, CliContext context) {
        List<SrtpKeys> streams = new ArrayList<>(SdesLines.read(file, ssrc(options), context));
        return new ExportSource(0, streams, Optional.empty());
    }

    @Override
    public void close() {
        streams.forEach(SrtpKeys::close);
        association.ifPresent(SecurityAssociation::close);
    }
}
