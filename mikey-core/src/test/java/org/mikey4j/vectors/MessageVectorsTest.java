package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.sdp.Base64Data;
import org.mikey4j.sdp.KeyMgmtHeader;
import org.mikey4j.sdp.RtspParameters;
import org.mikey4j.sdp.Sdp;

/** The message vectors, run as data. */
class MessageVectorsTest {
    static Stream<MessageVector> all() {
        return Stream.of("messages/rfc3830.json", "messages/peers.json").flatMap(VectorFile::messages);
    }

    static Stream<MessageVector> readable() {
        return all().filter(v -> !v.isInvalid());
    }

    static Stream<MessageVector> invalid() {
        return all().filter(MessageVector::isInvalid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages/rfc3830.json", "messages/peers.json"})
    void theFilesFollowTheirSchema(String file) {
        VectorFile.assertFollows("messages/message-vectors.schema.json", file);
        VectorFile.assertCounted(file);
    }

    @ParameterizedTest
    @MethodSource("readable")
    void decodesAndEncodesToTheSameOctets(MessageVector vector) {
        MikeyMessage message = MikeyMessage.decode(vector.message().toByteArray());

        assertThat(MikeyMessage.encode(message.header(), message.payloads()).octets())
                .isEqualTo(vector.message());
    }

    @ParameterizedTest
    @MethodSource("readable")
    void holdsTheStatedFacts(MessageVector vector) {
        JsonNode expect = vector.json().path("expect");
        if (expect.isMissingNode()) {
            return;
        }
        MikeyMessage message = MikeyMessage.decode(vector.message().toByteArray());

        assertThat(message.header().version()).isEqualTo(expect.get("version").asInt());
        assertThat(message.header().dataType()).isEqualTo(expect.get("dataType").asInt());
        assertThat(message.header().v()).isEqualTo(expect.get("v").asBoolean());
        assertThat(message.header().prfFunc()).isEqualTo(expect.get("prf").asInt());
        assertThat(hex32(message.header().csbId()))
                .isEqualTo(expect.get("csbId").asText());
        assertThat(message.header().csIdMap().csCount())
                .isEqualTo(expect.get("nCs").asInt());
        assertThat(message.header().csIdMap().mapType())
                .isEqualTo(expect.get("csIdMapType").asInt());
        assertThat(message.octets().length()).isEqualTo(expect.get("length").asInt());
        List<String> names = new ArrayList<>();
        expect.get("payloads").forEach(n -> names.add(n.asText().replace("GENEXT", "GENERAL_EXT")));
        assertThat(message.payloads())
                .extracting(p -> PayloadType.REGISTRY.name(p.type()))
                .isEqualTo(names);
        crypto(message, expect.get("cs"));
        payloads(message, expect);
    }

    private static String hex32(long value) {
        return String.format("%08x", value);
    }

    private static void crypto(MikeyMessage message, JsonNode sessions) {
        if (message.header().csIdMap() instanceof SrtpIdMap map) {
            for (int i = 0; i < sessions.size(); i++) {
                SrtpId id = map.entries().get(i);
                assertThat(id.policyNo())
                        .isEqualTo(sessions.get(i).get("policy").asInt());
                assertThat(hex32(id.ssrc()))
                        .isEqualTo(sessions.get(i).get("ssrc").asText());
                assertThat(hex32(id.roc())).isEqualTo(sessions.get(i).get("roc").asText());
            }
        } else if (message.header().csIdMap() instanceof GenericIdMap map) {
            for (int i = 0; i < sessions.size(); i++) {
                GenericId id = map.entries().get(i);
                assertThat(id.csId()).isEqualTo(sessions.get(i).get("csId").asInt());
                assertThat(id.protType()).isEqualTo(sessions.get(i).get("prot").asInt());
                assertThat(id.spi().toHex())
                        .isEqualTo(sessions.get(i).get("spi").asText());
                assertThat(id.sessionData().toHex())
                        .isEqualTo(sessions.get(i).get("sessionData").asText());
                assertThat(id.policyNos().at(0))
                        .isEqualTo(sessions.get(i).get("policies").get(0).asInt());
            }
        }
    }

    private static void payloads(MikeyMessage message, JsonNode expect) {
        for (Payload payload : message.payloads()) {
            if (payload instanceof TPayload t) {
                assertThat(t.tsType()).isEqualTo(expect.at("/t/tsType").asInt());
                assertThat(String.format("%016x", t.tsValue()))
                        .isEqualTo(expect.at("/t/tsValue").asText());
            } else if (payload instanceof RandPayload rand) {
                assertThat(rand.rand().toHex()).isEqualTo(expect.get("rand").asText());
            } else if (payload instanceof SpPayload sp) {
                assertThat(sp.policyNo()).isEqualTo(expect.at("/sp/policyNo").asInt());
                assertThat(sp.protType()).isEqualTo(expect.at("/sp/protType").asInt());
                List<PolicyParameter> parameters = new ArrayList<>();
                expect.at("/sp/params")
                        .forEach(p -> parameters.add(new PolicyParameter(
                                p.get("type").asInt(),
                                Octets.ofHex(p.get("value").asText()))));
                assertThat(sp.parameters()).isEqualTo(parameters);
            } else if (payload instanceof SakkePayload sakke) {
                assertThat(sakke.params()).isEqualTo(expect.at("/sakke/params").asInt());
                assertThat(sakke.idScheme())
                        .isEqualTo(expect.at("/sakke/idScheme").asInt());
                assertThat(sakke.data().length())
                        .isEqualTo(expect.at("/sakke/sedLen").asInt());
            } else if (payload instanceof SignPayload sign) {
                assertThat(sign.sType()).isEqualTo(expect.at("/sign/sType").asInt());
                assertThat(sign.signature().length())
                        .isEqualTo(expect.at("/sign/length").asInt());
            } else if (payload instanceof GeneralExtensionPayload extension) {
                assertThat(extension.extensionType())
                        .isEqualTo(expect.at("/genExt/type").asInt());
                assertThat(extension.data().toHex())
                        .isEqualTo(expect.at("/genExt/data").asText());
            } else if (payload instanceof KemacPayload kemac) {
                kemac(message, kemac, expect.get("kemac"));
            }
        }
        List<IdrPayload> idrs = message.payloads(IdrPayload.class);
        for (int i = 0; i < idrs.size(); i++) {
            JsonNode idr = expect.get("idr").get(i);
            assertThat(idrs.get(i))
                    .isEqualTo(new IdrPayload(
                            idr.get("role").asInt(),
                            idr.get("idType").asInt(),
                            Octets.ofHex(idr.get("data").asText())));
        }
    }

    private static void kemac(MikeyMessage message, KemacPayload kemac, JsonNode expect) {
        assertThat(kemac.encrAlg()).isEqualTo(expect.get("encrAlg").asInt());
        assertThat(kemac.macAlg()).isEqualTo(expect.get("macAlg").asInt());
        List<Payload> keys = kemac.clearSubPayloads(message.header().dataType());
        assertThat(keys).hasSize(expect.get("keys").size());
        for (int i = 0; i < keys.size(); i++) {
            KeyDataPayload key = (KeyDataPayload) keys.get(i);
            assertThat(key.keyType())
                    .isEqualTo(expect.get("keys").get(i).get("type").asInt());
            assertThat(key.kv().kvType())
                    .isEqualTo(expect.get("keys").get(i).get("kv").asInt());
            assertThat(key.key().toHex())
                    .isEqualTo(expect.get("keys").get(i).get("key").asText());
        }
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void isRefusedByTheStatedRule(MessageVector vector) {
        String rule = vector.json().get("rule").asText();
        if (vector.hasMessage()) {
            assertRefused(vector.message(), rule);
            return;
        }
        Base64Data data = Sdp.parse(vector.json().at("/carrier/text").asText())
                .attributes()
                .get(0)
                .data();
        if (data.isReadable()) {
            assertRefused(data.octets(), rule);
        } else {
            assertThat(data.diagnostics()).extracting(Diagnostic::rule).contains(rule);
        }
    }

    private static void assertRefused(Octets message, String rule) {
        assertThatThrownBy(() -> MikeyMessage.decode(message.toByteArray()))
                .asInstanceOf(type(MalformedMessageException.class))
                .extracting(e -> e.rule().name())
                .isEqualTo(rule);
    }

    @Test
    void theCarriersHoldTheMessages() {
        List<MessageVector> carried =
                readable().filter(v -> v.json().has("carrier")).toList();

        assertThat(carried).isNotEmpty().allSatisfy(v -> {
            String text = v.json().at("/carrier/text").asText();
            Base64Data data = text.startsWith("mikey:")
                    ? RtspParameters.parse(text).get(0)
                    : KeyMgmtHeader.parse(text.substring("KeyMgmt: ".length()))
                            .headers()
                            .get(0)
                            .data()
                            .orElseThrow();
            assertThat(data.octets()).isEqualTo(v.message());
            assertThat(data.diagnostics()).isEmpty();
        });
    }
}
