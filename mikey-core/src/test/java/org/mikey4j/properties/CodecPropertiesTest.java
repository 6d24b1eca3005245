package org.mikey4j.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.Inspection;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.PayloadLayout;
import org.mikey4j.message.Severity;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.testing.Generate;

/** What holds for every message, shown on generated and mutated ones. */
class CodecPropertiesTest {
    private static final int RUNS = 5_000;

    @Test
    void decodingAndEncodingAreInverse() {
        Generate.check(RUNS, generate -> {
            MikeyMessage made = generate.message();

            MikeyMessage read = MikeyMessage.decode(made.octets().toByteArray());

            assertThat(read.header()).isEqualTo(made.header());
            assertThat(read.payloads()).isEqualTo(made.payloads());
            assertThat(MikeyMessage.encode(read.header(), read.payloads()).octets())
                    .isEqualTo(made.octets());
            for (int i = 0; i < read.payloads().size(); i++) {
                assertThat(read.offset(i)).isEqualTo(made.offset(i));
                assertThat(read.end(i)).isEqualTo(made.end(i));
            }
        });
    }

    @Test
    void subPayloadsToo() {
        Generate.check(RUNS, generate -> {
            Octets chain = generate.subPayloads();
            for (int first : new int[] {PayloadType.KEY_DATA, PayloadType.ID, PayloadType.SK, PayloadType.ECCPT}) {
                try {
                    List<Payload> payloads = PayloadChain.decodeSubPayloads(chain, first);
                    assertThat(PayloadChain.encode(payloads)).isEqualTo(chain);
                } catch (MalformedMessageException e) {
                    assertThat(e.offset()).isBetween(0, chain.length());
                }
            }
        });
    }

    @Test
    void theLayoutCoversTheWholeMessage() {
        Generate.check(RUNS / 5, generate -> {
            MikeyMessage message = generate.message();
            int at = 0;
            for (PayloadLayout payload : message.layout()) {
                assertThat(payload.offset()).isEqualTo(at);
                at += payload.length();
            }
            assertThat(at).isEqualTo(message.octets().length());
        });
    }

    @Test
    void whateverArrivesIsReadOrRefusedByName() {
        Generate.check(4 * RUNS, generate -> {
            Octets octets = Octets.copyOf(generate.mutate(generate.message().octets()));
            boolean accepted = true;
            try {
                MikeyMessage message = MikeyMessage.decode(octets, DecodeOptions.STRICT);
                assertThat(message.octets()).isEqualTo(octets);
            } catch (MalformedMessageException e) {
                accepted = false;
                assertThat(e.rule().severity()).isEqualTo(Severity.ERROR);
                assertThat(e.offset()).isBetween(0, octets.length());
            }

            Inspection inspection = MikeyMessage.inspect(octets, DecodeOptions.STRICT);

            assertThat(inspection.isWellFormed()).isEqualTo(accepted);
            assertThat(inspection.diagnostics())
                    .allSatisfy(d -> assertThat(d.offset()).isBetween(0, octets.length()));
            inspection
                    .message()
                    .filter(m -> accepted(m, inspection))
                    .ifPresent(m -> assertThat(m.octets()).isEqualTo(octets));
        });
    }

    private static boolean accepted(MikeyMessage message, Inspection inspection) {
        return inspection.isWellFormed() && !message.payloads().isEmpty();
    }

    @Test
    void randomOctetsAreReadOrRefusedByName() {
        Generate.check(4 * RUNS, generate -> {
            Octets octets = generate.octets(0, 80);
            try {
                MikeyMessage.decode(octets, DecodeOptions.STRICT);
            } catch (MalformedMessageException e) {
                assertThat(e.offset()).isBetween(0, octets.length());
            }
            MikeyMessage.inspect(octets, DecodeOptions.ACCEPT_TRAILING_ZERO);
        });
    }

    /** A message of 64 KiB made of the smallest payloads there are costs as many objects as it has payloads, and no more. */
    @Test
    void aMessageOfThousandsOfPayloadsIsRead() {
        List<Payload> payloads = new ArrayList<>();
        for (int i = 0; i < 16_000; i++) {
            payloads.add(new GeneralExtensionPayload(0, Octets.EMPTY));
        }
        MikeyMessage message = MikeyMessage.encode(new CommonHeader(0, false, 0, 1, CsIdMap.srtp()), payloads);

        assertThat(MikeyMessage.decode(message.octets().toByteArray()).payloads())
                .hasSize(16_000);
        assertThat(MikeyMessage.inspect(message.octets(), DecodeOptions.STRICT).layout())
                .hasSize(16_001);
    }
}
