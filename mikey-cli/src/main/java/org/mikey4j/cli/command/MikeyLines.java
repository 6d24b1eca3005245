package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOffer;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Keys that came in another form, as messages of the pre-shared key method: a line {@code a=key-mgmt} for each stream. */
final class MikeyLines {
    private static final String PSK = "--psk";

    private final ParseResult options;
    private final CliContext context;

    MikeyLines(ParseResult options, CliContext context) {
        this.options = options;
        this.context = context;
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.value(
                PSK, "REF", "mikey: the key that protects the messages; without it they are in the clear."));
    }

    /** @throws CliFailure if the keys would be in the clear and nobody asked for that */
    List<String> write(List<SrtpKeys> streams) {
        String reference = options.matchedOptionValue(PSK, "");
        boolean clear = reference.isEmpty();
        if (clear && !options.matchedOptionValue(StandardOptions.SHOW_SECRETS, false)) {
            throw CliFailure.usage("without " + PSK + " the keys are in the clear")
                    .withHint("give " + PSK + " REF to protect them, or " + StandardOptions.SHOW_SECRETS);
        }
        ExchangeSettings settings = ExchangeSettings.builder(
                        context.clock(), context.random().get())
                .allowNull(clear)
                .build();
        List<String> lines = new ArrayList<>();
        try (SecretBytes psk =
                clear ? SecretBytes.empty() : Credentials.readPsk("pre-shared key", reference, context)) {
            for (SrtpKeys keys : streams) {
                try (PskOffer offer = new PskInitiator(settings).send(psk, request(keys, clear))) {
                    lines.add(MessageFormat.sdpLine(offer.message().octets()));
                }
            }
        }
        return lines;
    }

    private static OfferRequest request(SrtpKeys keys, boolean clear) {
        return OfferRequest.builder()
                .encrAlg(clear ? EncrAlg.NULL : EncrAlg.AES_CM_128)
                .macAlg(clear ? MacAlg.NULL : MacAlg.HMAC_SHA_1_160)
                .csIdMap(CsIdMap.srtp(new SrtpId(0, keys.ssrc(), keys.roc())))
                .policies(keys.policy().toPayload(0))
                .keys(keys.keySpecs().toArray(KeySpec[]::new))
                .build();
    }
}
