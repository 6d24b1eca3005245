package org.mikey4j.cli.command;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.TsType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that say what an I_MESSAGE offers, which are the same in all modes. */
final class OfferOptions {
    static final String ID_I = "--id-i";
    static final String ID_R = "--id-r";

    private static final String SSRC = "--ssrc";
    private static final String POLICY = "--policy";
    private static final String SP = "--sp";
    private static final String SDP_IDS = "--sdp-ids";
    private static final String CSB_ID = "--csb-id";
    private static final String TIMESTAMP = "--timestamp";
    private static final String RAND = "--rand";
    private static final String DEFAULT_POLICY = "AES_CM_128_HMAC_SHA1_80";

    private static final List<String> TESTS = List.of(CSB_ID, TIMESTAMP, RAND);

    private final ParseResult options;

    OfferOptions(ParseResult options) {
        this.options = options;
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.values(
                SSRC, "HEX", "A stream to make keys for; can be repeated. 0 lets the other end choose (default)."));
        spec.addOption(StandardOptions.value(POLICY, "N", "The number of the policy, 0 to 255 (default 0)."));
        spec.addOption(StandardOptions.value(
                SP,
                "POLICY",
                "What protects the media: none, a name (default " + DEFAULT_POLICY + ") or TYPE=HEX,... ."));
        spec.addOption(StandardOptions.value(ID_I, "URI", "Who sends it: a URI, or a NAI such as alice@example.org."));
        spec.addOption(StandardOptions.value(ID_R, "URI", "For whom it is; recommended."));
        spec.addOption(StandardOptions.flag(
                SDP_IDS, "Say inside that mikey is the one protocol offered, as SDP offers should (RFC 4567, 4.1.4)."));
        spec.addOption(MessageFormat.option());
    }

    /** Adds those of a mode whose messages carry no policies and no extensions. */
    static void addBareTo(CommandSpec spec) {
        spec.addOption(StandardOptions.values(
                SSRC, "HEX", "A stream to make keys for; can be repeated. 0 lets the other end choose (default)."));
        spec.addOption(StandardOptions.value(ID_I, "URI", "Who sends it, if there are keys of several."));
        spec.addOption(StandardOptions.value(ID_R, "URI", "For whom it is."));
        spec.addOption(MessageFormat.option());
    }

    /** Adds the options that need {@link TestOptions#UNSAFE}. */
    static void addTestsTo(CommandSpec spec) {
        TestOptions.addTo(spec);
        spec.addOption(StandardOptions.value(CSB_ID, "HEX", "The CSB ID, 8 digits."));
        spec.addOption(StandardOptions.value(TIMESTAMP, "HEX", "The NTP-UTC timestamp, 16 digits."));
        spec.addOption(StandardOptions.value(RAND, "HEX", "The random value, 16 octets or more."));
    }

    /** The names of the options that need to be allowed, with these. */
    static List<String> testsAnd(List<String> more) {
        List<String> all = new ArrayList<>(TESTS);
        all.addAll(more);
        return all;
    }

    /** The policy; empty if there is none. */
    Optional<SpPayload> policy() {
        return PolicyOption.parse(options.matchedOptionValue(SP, DEFAULT_POLICY), policyNo());
    }

    /** Who sends the message, if that was given. */
    Optional<IdPayload> initiator() {
        return option(ID_I).map(Identity::of);
    }

    /** For whom it is, if that was given. */
    Optional<IdPayload> responder() {
        return option(ID_R).map(Identity::of);
    }

    /** A request with everything but the keys, the algorithms and the identities. */
    OfferRequest.Builder request() {
        OfferRequest.Builder request = bareRequest().policies(policy().stream().toArray(SpPayload[]::new));
        if (options.matchedOptionValue(SDP_IDS, false)) {
            request.extensions(new GeneralExtensionPayload(
                    GeneralExtensionType.SDP_IDS, Octets.of("mikey", StandardCharsets.US_ASCII)));
        }
        return request;
    }

    /** A request without policies and extensions. */
    OfferRequest.Builder bareRequest() {
        OfferRequest.Builder request = OfferRequest.builder().csIdMap(csIdMap());
        option(CSB_ID)
                .map(text -> HexOption.octets(CSB_ID, text, 4, 4))
                .ifPresent(octets -> request.csbId(octets.u32(0)));
        option(TIMESTAMP)
                .map(text -> HexOption.octets(TIMESTAMP, text, 8, 8))
                .ifPresent(octets -> request.timestamp(new TPayload(TsType.NTP_UTC, octets.u64(0))));
        option(RAND).map(text -> HexOption.octets(RAND, text, 1, 255)).ifPresent(request::rand);
        return request;
    }

    /** The time of the timestamp, if that was given; in the era that is nearest to now. */
    Optional<Instant> time(Instant now) {
        return option(TIMESTAMP)
                .map(text -> HexOption.octets(TIMESTAMP, text, 8, 8))
                .map(octets -> NtpTime.toInstant(octets.u64(0), now));
    }

    private CsIdMap csIdMap() {
        int policyNo = policyNo();
        String[] ssrcs = options.matchedOptionValue(SSRC, new String[] {"0"});
        return CsIdMap.srtp(List.of(ssrcs).stream()
                .map(ssrc -> new SrtpId(policyNo, HexOption.u32(SSRC, ssrc), 0))
                .toArray(SrtpId[]::new));
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

    private Optional<String> option(String name) {
        return Optional.ofNullable(options.matchedOptionValue(name, null));
    }
}
