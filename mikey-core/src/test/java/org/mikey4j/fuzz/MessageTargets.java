package org.mikey4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.mikey4j.MikeyException;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.Inspection;
import org.mikey4j.message.KeyId;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.Severity;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.testing.Generate;
import org.mikey4j.vectors.MessageVector;
import org.mikey4j.vectors.VectorFile;

/** The decoders of the wire format. */
final class MessageTargets {
    private static final int[] FIRST = {
        PayloadType.KEY_DATA, PayloadType.ID, PayloadType.SK, PayloadType.ECCPT, PayloadType.IDR
    };

    private static final List<BiFunction<Octets, Integer, List<Payload>>> DECODERS =
            List.of(PayloadChain::decodeSubPayloads, PayloadChain::decode);

    private MessageTargets() {}

    /** The strict and the collecting decoder agree, and what is decoded encodes to the same octets. */
    static void message(byte[] input) {
        Octets octets = Octets.copyOf(input);
        for (DecodeOptions options : List.of(DecodeOptions.STRICT, DecodeOptions.ACCEPT_TRAILING_ZERO)) {
            Inspection inspection = MikeyMessage.inspect(octets, options);
            for (Diagnostic diagnostic : inspection.diagnostics()) {
                assertThat(diagnostic.offset()).isBetween(0, octets.length());
            }
            try {
                MikeyMessage message = MikeyMessage.decode(octets, options);
                assertThat(inspection.isWellFormed()).isTrue();
                // What is reserved and not zero is passed over, with a diagnostic.
                if (inspection.diagnostics().isEmpty()) {
                    assertThat(MikeyMessage.encode(message.header(), message.payloads())
                                    .octets())
                            .isEqualTo(octets);
                }
            } catch (MalformedMessageException e) {
                assertThat(inspection.isWellFormed()).isFalse();
                assertThat(e.offset()).isBetween(0, octets.length());
                assertThat(e.rule().severity()).isEqualTo(Severity.ERROR);
            }
        }
    }

    static List<byte[]> messageSeeds() {
        return Stream.of("messages/peers.json", "wire/payloads.json")
                .flatMap(VectorFile::messages)
                .filter(MessageVector::hasMessage)
                .map(v -> v.message().toByteArray())
                .toList();
    }

    /** The first octet says what the chain begins with. */
    static void subPayloads(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Octets octets = Octets.copyOf(Arrays.copyOfRange(input, 1, input.length));
        int first = FIRST[(input[0] & 0xff) % FIRST.length];
        for (BiFunction<Octets, Integer, List<Payload>> decoder : DECODERS) {
            try {
                List<Payload> payloads = decoder.apply(octets, first);
                // What is reserved is not kept; everything else is.
                assertThat(decoder.apply(PayloadChain.encode(payloads), first)).isEqualTo(payloads);
            } catch (MalformedMessageException e) {
                assertThat(e.offset()).isBetween(0, octets.length());
            }
        }
        try {
            KeyId.of(new GeneralExtensionPayload(GeneralExtensionType.KEY_ID, octets));
        } catch (MalformedMessageException e) {
            assertThat(e.offset()).isBetween(0, octets.length());
        }
    }

    static List<byte[]> subPayloadSeeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            byte[] chain = new Generate(seed).subPayloads().toByteArray();
            byte[] input = new byte[1 + chain.length];
            input[0] = (byte) seed;
            System.arraycopy(chain, 0, input, 1, chain.length);
            seeds.add(input);
        }
        return seeds;
    }

    /** Type, length and value of the parameters of an SRTP policy, as they stand on the wire. */
    static void policy(byte[] input) {
        List<PolicyParameter> parameters = new ArrayList<>();
        for (int at = 0; at + 2 <= input.length; ) {
            int end = Math.min(input.length, at + 2 + (input[at + 1] & 0x0f));
            parameters.add(
                    new PolicyParameter(input[at] & 0xff, Octets.copyOf(Arrays.copyOfRange(input, at + 2, end))));
            at = end;
        }
        try {
            SpPayload payload = SpPayload.of(0, ProtType.SRTP, parameters);
            SrtpPolicy policy = SrtpPolicy.read(payload, 0, EnumSet.allOf(Compatibility.class))
                    .policy();
            assertThat(SrtpPolicy.of(policy.toPayload(0))).isEqualTo(policy);
        } catch (MikeyException e) {
            assertThat(e).hasMessageStartingWith("SRTP parameter ");
        } catch (IllegalArgumentException e) {
            // More parameters than a payload can hold.
            assertThat(parameters.size()).isGreaterThan(255);
        }
    }

    static List<byte[]> policySeeds() {
        return SrtpPolicy.names().stream()
                .map(name ->
                        SrtpPolicy.named(name, 0).orElseThrow().policyParam().toByteArray())
                .toList();
    }
}
