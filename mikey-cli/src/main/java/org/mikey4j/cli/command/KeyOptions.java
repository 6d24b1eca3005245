package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.KeyDataType;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that say which key a message transports: its kind, or in tests the key itself. Wipes what it read. */
final class KeyOptions implements AutoCloseable {
    private static final String KEY = "--key";
    private static final String MKI = "--mki";
    private static final String TGK = "--tgk";
    private static final String TEK = "--tek";
    private static final String SALT = "--salt";

    /** The options that give a key instead of drawing it. */
    static final List<String> TEST_KEYS = List.of(TGK, TEK, SALT);

    private static final int CM_SALT_OCTETS = 14;

    private final ParseResult options;
    private final CliContext context;
    private final List<SecretBytes> secrets = new ArrayList<>();

    KeyOptions(ParseResult options, CliContext context) {
        this.options = options;
        this.context = context;
    }

    static OptionSpec keyType() {
        return StandardOptions.value(KEY, "TYPE", "The key to draw: tgk (default), tgk+salt, tek or tek+salt.");
    }

    static OptionSpec mki() {
        return StandardOptions.value(MKI, "HEX", "The MKI that marks packets under this key.");
    }

    static List<OptionSpec> testKeys() {
        return List.of(
                StandardOptions.value(TGK, "REF", "The TGK instead of a random one."),
                StandardOptions.value(TEK, "REF", "The TEK, instead of a TGK to derive it from."),
                StandardOptions.value(SALT, "REF", "The salt to go with " + TGK + " or " + TEK + "."));
    }

    /**
     * The key to transport.
     *
     * @param policy the policy, which says how long a TEK is
     */
    KeySpec spec(Optional<SpPayload> policy) {
        boolean tgk = options.hasMatchedOption(TGK);
        boolean tek = options.hasMatchedOption(TEK);
        if (tgk && tek) {
            throw CliFailure.usage(TGK + " and " + TEK + " exclude each other");
        }
        if (options.hasMatchedOption(SALT) && !tgk && !tek) {
            throw CliFailure.usage(SALT + " goes with " + TGK + " or " + TEK);
        }
        if (options.hasMatchedOption(KEY) && (tgk || tek)) {
            throw CliFailure.usage(KEY + " draws a key, and " + (tgk ? TGK : TEK) + " gives one");
        }
        KeySpec spec = tgk || tek ? given(tgk) : drawn(policy);
        String mki = options.matchedOptionValue(MKI, "");
        return mki.isEmpty() ? spec : spec.valid(new KeyValidity.Spi(HexOption.octets(MKI, mki, 1, 255)));
    }

    private KeySpec given(boolean tgk) {
        SecretBytes key = tgk ? read(TGK) : read(TEK);
        if (!options.hasMatchedOption(SALT)) {
            return KeySpec.of(tgk ? KeyDataType.TGK : KeyDataType.TEK, key);
        }
        return KeySpec.of(tgk ? KeyDataType.TGK_SALT : KeyDataType.TEK_SALT, key, read(SALT));
    }

    private SecretBytes read(String option) {
        String reference = options.matchedOptionValue(option, "");
        SecretBytes secret = Credentials.readSecret(option, reference, context);
        secrets.add(secret);
        return secret;
    }

    private KeySpec drawn(Optional<SpPayload> policy) {
        SrtpPolicy srtp = policy.map(SrtpPolicy::of).orElseGet(SrtpPolicy::defaults);
        String type = options.matchedOptionValue(KEY, "tgk");
        return switch (type) {
            case "tgk" -> random(KeyDataType.TGK, KeySpec.TGK_OCTETS, 0);
            case "tgk+salt" -> random(KeyDataType.TGK_SALT, KeySpec.TGK_OCTETS, CM_SALT_OCTETS);
            case "tek" -> random(KeyDataType.TEK, srtp.masterKeyOctets(), 0);
            case "tek+salt" -> random(KeyDataType.TEK_SALT, srtp.masterKeyOctets(), srtp.masterSaltOctets());
            default -> throw CliFailure.usage(KEY + " is tgk, tgk+salt, tek or tek+salt, not " + type);
        };
    }

    private static KeySpec random(int type, int keyOctets, int saltOctets) {
        return new KeySpec(type, keyOctets, saltOctets, KeyValidity.NULL, Optional.empty(), Optional.empty());
    }

    @Override
    public void close() {
        secrets.forEach(SecretBytes::close);
    }
}
