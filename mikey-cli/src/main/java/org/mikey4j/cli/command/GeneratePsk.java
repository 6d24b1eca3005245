package org.mikey4j.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskOffer;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.TsType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate psk}: an I_MESSAGE of the pre-shared key method (RFC 3830, 3.1). */
final class GeneratePsk {
    static final String NAME = "psk";

    private static final String PSK = "--psk";
    private static final String SSRC = "--ssrc";
    private static final String POLICY = "--policy";
    private static final String SP = "--sp";
    private static final String ENCR = "--encr";
    private static final String MAC = "--mac";
    private static final String ID_I = "--id-i";
    private static final String ID_R = "--id-r";
    private static final String VERIFY = "--verify";
    private static final String SDP_IDS = "--sdp-ids";
    private static final String UNSAFE = "--unsafe-test-keys";
    private static final String CSB_ID = "--csb-id";
    private static final String TIMESTAMP = "--timestamp";
    private static final String RAND = "--rand";

    private static final String DEFAULT_POLICY = "AES_CM_128_HMAC_SHA1_80";

    private static final int SHORT_OCTETS = 16;

    private final ParseResult options;
    private final CliContext context;

    GeneratePsk(ParseResult options, CliContext context) {
        this.options = options;
        this.context = context;
    }

    static CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(NAME, "Make an I_MESSAGE of the pre-shared key method.");
        spec.addOption(StandardOptions.value(
                PSK, "REF", "The pre-shared key: a file, or file:PATH, env:NAME, fd:N, stdin, prompt."));
        spec.addOption(StandardOptions.values(
                SSRC, "HEX", "A stream to make keys for; can be repeated. 0 lets the other end choose (default)."));
        spec.addOption(StandardOptions.value(POLICY, "N", "The number of the policy, 0 to 255 (default 0)."));
        spec.addOption(StandardOptions.value(
                SP,
                "POLICY",
                "What protects the media: none, a name (default " + DEFAULT_POLICY + ") or TYPE=HEX,... ."));
        spec.addOption(KeyOptions.keyType());
        spec.addOption(KeyOptions.mki());
        spec.addOption(StandardOptions.value(
                ENCR, "ALG", "What hides the keys: aes-cm-128 (default), aes-cm-256, aes-kw-128 or null."));
        spec.addOption(StandardOptions.value(
                MAC, "ALG", "What authenticates: hmac-sha1-160 (default), hmac-sha256-256 or null."));
        spec.addOption(StandardOptions.value(ID_I, "URI", "Who sends it: a URI, or a NAI such as alice@example.org."));
        spec.addOption(StandardOptions.value(ID_R, "URI", "For whom it is; recommended."));
        spec.addOption(StandardOptions.flag(VERIFY, "Ask for a verification message."));
        spec.addOption(StandardOptions.flag(
                SDP_IDS, "Say inside that mikey is the one protocol offered, as SDP offers should (RFC 4567, 4.1.4)."));
        spec.addOption(MessageFormat.option());
        spec.addOption(
                StandardOptions.flag(UNSAFE, "Allow the options below, which make messages that can be guessed."));
        spec.addOption(StandardOptions.value(CSB_ID, "HEX", "The CSB ID, 8 digits."));
        spec.addOption(StandardOptions.value(TIMESTAMP, "HEX", "The NTP-UTC timestamp, 16 digits."));
        spec.addOption(StandardOptions.value(RAND, "HEX", "The random value, 16 octets or more."));
        KeyOptions.testKeys().forEach(spec::addOption);
        StandardOptions.examples(
                spec,
                "mikey generate psk --psk file:alice-bob.psk --ssrc 1a2b3c4d --format sdp",
                "mikey generate psk --encr null --mac null --key tek --mki 0000002f");
        return spec;
    }

    ExitCode run() {
        boolean unsafe = options.matchedOptionValue(UNSAFE, false);
        if (!unsafe) {
            Stream.concat(Stream.of(CSB_ID, TIMESTAMP, RAND), KeyOptions.TEST_KEYS.stream())
                    .filter(options::hasMatchedOption)
                    .findFirst()
                    .ifPresent(option -> {
                        throw CliFailure.usage(option + " makes messages that can be guessed")
                                .withHint("for tests, add " + UNSAFE);
                    });
        } else {
            context.warn("made with " + UNSAFE + ": NOT FOR USE");
        }
        int encrAlg = encrAlg();
        int macAlg = macAlg();
        boolean isNull = encrAlg == EncrAlg.NULL && macAlg == MacAlg.NULL;
        try (SecretBytes psk = psk(isNull);
                KeyOptions keys = new KeyOptions(options, context);
                PskOffer offer = offer(psk, request(encrAlg, macAlg, keys))) {
            MessageFormat.of(options).write(offer.message(), context);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private PskOffer offer(SecretBytes psk, OfferRequest request) {
        PskInitiator initiator = new PskInitiator(
                ExchangeSettings.builder(context.clock(), context.random().get())
                        .allowNull(request.encrAlg() == EncrAlg.NULL || request.macAlg() == MacAlg.NULL)
                        .build());
        return options.matchedOptionValue(VERIFY, false) ? initiator.offer(psk, request) : initiator.send(psk, request);
    }

    private SecretBytes psk(boolean isNull) {
        String reference = options.matchedOptionValue(PSK, "");
        if (!reference.isEmpty()) {
            SecretBytes psk = Credentials.readPsk("pre-shared key", reference, context);
            if (psk.length() < SHORT_OCTETS) {
                context.warn("the pre-shared key has " + 8 * psk.length() + " bits, and 128 is the least to rely on");
            }
            return psk;
        }
        if (isNull) {
            return SecretBytes.empty();
        }
        throw CliFailure.keyMissing("a pre-shared key is needed, unless both " + ENCR + " and " + MAC + " are null")
                .withHint("give " + PSK + " file:PATH, env:NAME, fd:N, stdin or prompt");
    }

    private OfferRequest request(int encrAlg, int macAlg, KeyOptions keys) {
        int policyNo = policyNo();
        Optional<SpPayload> policy = PolicyOption.parse(options.matchedOptionValue(SP, DEFAULT_POLICY), policyNo);
        OfferRequest.Builder request = OfferRequest.builder()
                .encrAlg(encrAlg)
                .macAlg(macAlg)
                .csIdMap(csIdMap(policyNo))
                .policies(policy.stream().toArray(SpPayload[]::new))
                .keys(keys.spec(policy));
        identity(ID_I).ifPresent(request::initiator);
        identity(ID_R).ifPresent(request::responder);
        if (options.matchedOptionValue(SDP_IDS, false)) {
            request.extensions(new GeneralExtensionPayload(
                    GeneralExtensionType.SDP_IDS, Octets.of("mikey", StandardCharsets.US_ASCII)));
        }
        option(CSB_ID)
                .map(text -> HexOption.octets(CSB_ID, text, 4, 4))
                .ifPresent(octets -> request.csbId(octets.u32(0)));
        option(TIMESTAMP)
                .map(text -> HexOption.octets(TIMESTAMP, text, 8, 8))
                .ifPresent(octets -> request.timestamp(new TPayload(TsType.NTP_UTC, octets.u64(0))));
        option(RAND).map(text -> HexOption.octets(RAND, text, 1, 255)).ifPresent(request::rand);
        return request.build();
    }

    private CsIdMap csIdMap(int policyNo) {
        String[] ssrcs = options.matchedOptionValue(SSRC, new String[] {"0"});
        return CsIdMap.srtp(List.of(ssrcs).stream()
                .map(ssrc -> new SrtpId(policyNo, HexOption.u32(SSRC, ssrc), 0))
                .toArray(SrtpId[]::new));
    }

    private Optional<IdPayload> identity(String option) {
        return option(option).map(Identity::of);
    }

    private int policyNo() {
        String text = options.matchedOptionValue(POLICY, "0");
        try {
            int policyNo = Integer.parseInt(text);
            if (policyNo >= 0 && policyNo <= 255) {
                return policyNo;
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number that is too large.
        }
        throw CliFailure.usage(POLICY + " is a number from 0 to 255, not " + text);
    }

    private int encrAlg() {
        String name = options.matchedOptionValue(ENCR, "aes-cm-128");
        return switch (name) {
            case "aes-cm-128" -> EncrAlg.AES_CM_128;
            case "aes-cm-256" -> EncrAlg.AES_CM_256;
            case "aes-kw-128" -> EncrAlg.AES_KW_128;
            case "null" -> EncrAlg.NULL;
            default -> throw CliFailure.usage(ENCR + " is aes-cm-128, aes-cm-256, aes-kw-128 or null, not " + name);
        };
    }

    private int macAlg() {
        String name = options.matchedOptionValue(MAC, "hmac-sha1-160");
        return switch (name) {
            case "hmac-sha1-160" -> MacAlg.HMAC_SHA_1_160;
            case "hmac-sha256-256" -> MacAlg.HMAC_SHA_256_256;
            case "null" -> MacAlg.NULL;
            default -> throw CliFailure.usage(MAC + " is hmac-sha1-160, hmac-sha256-256 or null, not " + name);
        };
    }

    private Optional<String> option(String name) {
        return Optional.ofNullable(options.matchedOptionValue(name, null));
    }
}
