package org.mikey4j.cli.command;

import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.Base64Data;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** How a message that was made is written. */
enum MessageFormat {
    /** One line of base64, as in SDP. */
    BASE64,
    /** One line of hexadecimal digits. */
    HEX,
    /** The octets themselves. */
    RAW,
    /** An SDP attribute (RFC 4567, 3.1). */
    SDP;

    private static final String OPTION = "--format";

    static OptionSpec option() {
        return StandardOptions.value(OPTION, "FORMAT", "How to write it: base64 (default), hex, raw or sdp.");
    }

    static MessageFormat of(ParseResult options) {
        String name = options.matchedOptionValue(OPTION, "base64");
        return switch (name) {
            case "base64" -> BASE64;
            case "hex" -> HEX;
            case "raw" -> RAW;
            case "sdp" -> SDP;
            default -> throw CliFailure.usage(OPTION + " is base64, hex, raw or sdp, not " + name);
        };
    }

    /** @throws CliFailure if octets would go to a terminal */
    void write(MikeyMessage message, CliContext context) {
        Octets octets = message.octets();
        switch (this) {
            case BASE64 -> context.out().line(Base64Data.encode(octets));
            case HEX -> context.out().line(octets.toHex());
            case SDP -> context.out().line(sdpLine(octets));
            case RAW -> writeRaw(octets, context);
        }
    }

    /** @throws CliFailure if octets would go to a terminal */
    static void writeRaw(Octets octets, CliContext context) {
        if (context.out().isTerminal()) {
            throw CliFailure.usage("raw octets do not belong on a terminal")
                    .withHint("redirect them to a file, or write another form");
        }
        context.out().octets(octets.toByteArray());
    }

    /** An SDP attribute that carries a message (RFC 4567, 3.1). */
    static String sdpLine(Octets message) {
        return "a=key-mgmt:mikey " + Base64Data.encode(message);
    }
}
