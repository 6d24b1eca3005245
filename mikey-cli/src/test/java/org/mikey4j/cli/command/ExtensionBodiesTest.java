package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.Schemas;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ProtType;

/** Inspect and explain show the bodies of the MBMS, OMA BCAST and TESLA extensions by name, and all of TESLA's parameters. */
class ExtensionBodiesTest {
    private static String message(Payload payload) {
        CommonHeader header = new CommonHeader(DataType.PSK_INIT, false, 0, 7, SrtpIdMap.of(List.of()));
        return MikeyMessage.encode(header, List.of(payload)).octets().toHex();
    }

    private static String extension(int type, String data) {
        return message(new GeneralExtensionPayload(type, Octets.ofHex(data)));
    }

    private static String shown(String command, String message) {
        return new Cli().stdin(message).with(command).out();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | 000362f210 | MBMS_KEY_DOMAIN_ID | 62f210, MCC 262, MNC 01",
                "3 | 0003130014 | MBMS_KEY_DOMAIN_ID | 130014, MCC 310, MNC 410",
                "3 | 010400010203 | MBMS_SERVICE_KEY_ID | 00010203, key group 0001, key number 0203",
                "3 | 0202000a | MBMS_TRAFFIC_KEY_ID | 000a",
                "3 | fa01aa | private(250) | aa",
                "3 | 0405 | malformed | ",
                "5 | 01a1b2 | subtype | 1 LTKM, 2 octets of data",
                "5 | 02 | subtype | 2 STKM, no data",
                "5 | 0300 | subtype | 3 LTKM_REPORTING, 1 octets of data",
                "5 | 04a1b2 | subtype | 4 PARENTAL_CONTROL, 2 octets of data",
                "5 | c0a1b2 | subtype | 192 private(192), 2 octets of data",
                "2 | 000102030405060708090a0b0c0d0e0f | initialKey | 16 octets, the first key of the chain"
            })
    void bodiesAreShownByName(int type, String data, String name, String meaning) throws Exception {
        String message = extension(type, data);
        for (String command : List.of("inspect", "explain")) {
            String[] line = shown(command, message)
                    .lines()
                    .map(String::strip)
                    .filter(l -> l.matches("\\d+ +" + Pattern.quote(name) + " .*"))
                    .findFirst()
                    .orElse("")
                    .split(" {2,}");
            assertThat(line[line.length - 1]).as(command).contains(meaning == null ? "keyId" : meaning);
        }
        Cli.Result result = new Cli().stdin(message).with("inspect", "--json");
        Schemas.INSPECT.assertDescribes(result.out());
        JsonNode inside = new ObjectMapper()
                .readTree(result.out())
                .get("payloads")
                .get(0)
                .get("extension")
                .get(0);
        assertThat(inside.get("name").asText()).isEqualTo(name);
        assertThat(inside.get("meaning").asText()).contains(meaning == null ? "keyId" : meaning);
    }

    @Test
    void severalKeyIdsStandWhereTheyAre() throws Exception {
        String out = new Cli()
                .stdin(extension(3, "000362f2100104000102030202000a"))
                .with("inspect", "--json")
                .out();
        JsonNode inside =
                new ObjectMapper().readTree(out).get("payloads").get(0).get("extension");
        assertThat(inside).hasSize(3);
        int start = inside.get(0).get("offset").asInt();
        assertThat(inside.get(1).get("offset").asInt()).isEqualTo(start + 5);
        assertThat(inside.get(2).get("offset").asInt()).isEqualTo(start + 11);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 00 | prf | 0 HMAC-SHA1",
                "2 | a0 | prfOutputLength | 160 bits",
                "3 | 00 | mac | 0 HMAC-SHA1",
                "4 | 50 | macOutputLength | 80 bits",
                "5 | eea4b9c000000000 | startOfSession | 2026-11-15 23:07:44 UTC",
                "6 | 00000064 | intervalDuration | 100 ms",
                "7 | 0002 | keyDisclosureDelay | 2 intervals",
                "8 | 00008ca0 | keyChainLength | 36000 intervals",
                "9 | eea4b9c000000000 | receiverTimestamp | 2026-11-15 23:07:44 UTC",
                "5 | eea4b9c0 | startOfSession | 4003772864"
            })
    void everyTeslaParameterIsShownByName(int type, String value, String name, String meaning) {
        String message =
                message(SpPayload.of(0, ProtType.TESLA, List.of(new PolicyParameter(type, Octets.ofHex(value)))));
        for (String command : List.of("inspect", "explain")) {
            assertThat(shown(command, message))
                    .as(command)
                    .containsPattern(Pattern.quote(name) + " +" + Pattern.quote(meaning));
        }
        assertThat(new Cli().stdin(message).with("inspect", "--json").out())
                .contains("\"name\":\"" + name + "\",\"value\":\"" + value + "\"");
    }
}
