package org.mikey4j.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.media.EspAlgorithms;
import org.mikey4j.media.EspKeys;
import org.mikey4j.media.XfrmAssociation;
import org.mikey4j.media.XfrmAssociation.Direction;
import org.mikey4j.media.XfrmAssociation.Mode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options of {@code mikey export --to xfrm}: what MIKEY does not say of an ESP association. */
final class XfrmOptions {
    private static final String SOURCE = "--src";
    private static final String DESTINATION = "--dst";
    private static final String SPI = "--spi";
    private static final String MODE = "--mode";
    private static final String REQID = "--reqid";
    private static final String ESP = "--esp";

    private static final Map<String, EspAlgorithms> ALGORITHMS = Map.of(
            "aes-cbc-128-sha256", EspAlgorithms.AES_CBC_128_HMAC_SHA_256_128,
            "aes-cbc-128-sha1", EspAlgorithms.AES_CBC_128_HMAC_SHA_1_96,
            "aes-gcm-128", EspAlgorithms.AES_GCM_128,
            "aes-gcm-256", EspAlgorithms.AES_GCM_256);
    private static final String DEFAULT = "aes-gcm-128";

    private final ParseResult options;

    XfrmOptions(ParseResult options) {
        this.options = options;
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.value(SOURCE, "ADDRESS", "xfrm: where the packets come from."));
        spec.addOption(StandardOptions.value(DESTINATION, "ADDRESS", "xfrm: where they go."));
        spec.addOption(StandardOptions.value(SPI, "HEX", "xfrm: the SPI that the receiver chose."));
        spec.addOption(StandardOptions.value(MODE, "MODE", "xfrm: transport (default) or tunnel."));
        spec.addOption(StandardOptions.value(REQID, "N", "xfrm: the number that ties policy and state (default 1)."));
        spec.addOption(StandardOptions.value(
                ESP,
                "ALG",
                "xfrm: "
                        + String.join(
                                ", ", ALGORITHMS.keySet().stream().sorted().toList()) + " (default " + DEFAULT + ")."));
    }

    /**
     * Adds the commands for a crypto session.
     *
     * @param session the number of the crypto session, 1 if it is negative
     */
    void write(ExportSource source, int session, List<String> lines, SecretMask mask) {
        SecurityAssociation association = source.association()
                .orElseThrow(() -> CliFailure.usage("xfrm needs a message with a TGK to derive ESP's keys from"));
        try (EspKeys keys = EspKeys.derive(association, session < 0 ? 1 : session, algorithms())) {
            mask.add(keys);
            XfrmAssociation xfrm = new XfrmAssociation(
                    wanted(SOURCE), wanted(DESTINATION), HexOption.u32(SPI, wanted(SPI)), mode(), reqid(), keys);
            lines.add(xfrm.addState());
            lines.add(xfrm.addPolicy(Direction.OUT));
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage("xfrm: " + e.getMessage());
        }
    }

    private EspAlgorithms algorithms() {
        String name = options.matchedOptionValue(ESP, DEFAULT);
        EspAlgorithms algorithms = ALGORITHMS.get(name.toLowerCase(Locale.ROOT));
        if (algorithms == null) {
            throw CliFailure.usage(ESP + ": no algorithms " + name);
        }
        return algorithms;
    }

    private String wanted(String option) {
        String value = options.matchedOptionValue(option, "");
        if (value.isEmpty()) {
            throw CliFailure.usage("xfrm needs " + option);
        }
        return value;
    }

    private Mode mode() {
        String name = options.matchedOptionValue(MODE, "transport");
        return switch (name) {
            case "transport" -> Mode.TRANSPORT;
            case "tunnel" -> Mode.TUNNEL;
            default -> throw CliFailure.usage(MODE + " is transport or tunnel, not " + name);
        };
    }

    private int reqid() {
        String text = options.matchedOptionValue(REQID, "1");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw CliFailure.usage(REQID + " is a number, not " + text);
        }
    }
}
