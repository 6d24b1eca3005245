package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.message.DecodeRule;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.CertType;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.DhGroupId;
import org.mikey4j.message.registry.EccCurve;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.HashFunc;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.IdScheme;
import org.mikey4j.message.registry.IdType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.KeyIdType;
import org.mikey4j.message.registry.KvType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.OmaBcastSubtype;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.PrfFunc;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.RandRole;
import org.mikey4j.message.registry.Registry;
import org.mikey4j.message.registry.SType;
import org.mikey4j.message.registry.SakkeParams;
import org.mikey4j.message.registry.SkType;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;
import org.mikey4j.message.registry.SrtpParam;
import org.mikey4j.message.registry.SrtpPrf;
import org.mikey4j.message.registry.TicketType;
import org.mikey4j.message.registry.TsRole;
import org.mikey4j.message.registry.TsType;
import org.mikey4j.testing.Proves;

/** Our registries against IANA's. */
class RegistryVectorsTest {
    private static final JsonNode FILE = VectorFile.read("registries/iana.json");

    private static final Map<String, Registry> OURS = Map.ofEntries(
            Map.entry("data-type", DataType.REGISTRY),
            Map.entry("next-payload", PayloadType.REGISTRY),
            Map.entry("prf-func", PrfFunc.REGISTRY),
            Map.entry("cs-id-map-type", CsIdMapType.REGISTRY),
            Map.entry("encr-alg", EncrAlg.REGISTRY),
            Map.entry("mac-alg", MacAlg.REGISTRY),
            Map.entry("cache-indicator", CacheIndicator.REGISTRY),
            Map.entry("dh-group", DhGroupId.REGISTRY),
            Map.entry("s-type", SType.REGISTRY),
            Map.entry("ts-type", TsType.REGISTRY),
            Map.entry("id-type", IdType.REGISTRY),
            Map.entry("cert-type", CertType.REGISTRY),
            Map.entry("hash-func", HashFunc.REGISTRY),
            Map.entry("prot-type", ProtType.REGISTRY),
            Map.entry("srtp-param", SrtpParam.REGISTRY),
            Map.entry("srtp-encr-alg", SrtpEncrAlg.REGISTRY),
            Map.entry("srtp-auth-alg", SrtpAuthAlg.REGISTRY),
            Map.entry("srtp-prf", SrtpPrf.REGISTRY),
            Map.entry("error-no", ErrorNo.REGISTRY),
            Map.entry("key-data-type", KeyDataType.REGISTRY),
            Map.entry("kv-type", KvType.REGISTRY),
            Map.entry("general-extension-type", GeneralExtensionType.REGISTRY),
            Map.entry("key-id-type", KeyIdType.REGISTRY),
            Map.entry("oma-bcast-subtype", OmaBcastSubtype.REGISTRY),
            Map.entry("ts-role", TsRole.REGISTRY),
            Map.entry("id-role", IdRole.REGISTRY),
            Map.entry("rand-role", RandRole.REGISTRY),
            Map.entry("ticket-type", TicketType.REGISTRY),
            Map.entry("ecc-curve", EccCurve.REGISTRY),
            Map.entry("sk-type", SkType.REGISTRY),
            Map.entry("sakke-params", SakkeParams.REGISTRY),
            Map.entry("id-scheme", IdScheme.REGISTRY));

    private static Stream<JsonNode> registries() {
        return StreamSupport.stream(FILE.get("registries").spliterator(), false);
    }

    static Stream<JsonNode> ours() {
        return registries().filter(r -> OURS.containsKey(r.get("id").asText()));
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static boolean within(JsonNode range, int value) {
        return range.path("from").asInt(Integer.MAX_VALUE) <= value
                && value <= range.path("to").asInt();
    }

    @Test
    void theFileFollowsItsSchema() {
        VectorFile.assertFollows("registries/registries.schema.json", "registries/iana.json");
        assertThat(registries().mapToInt(r -> r.get("values").size()).sum())
                .isEqualTo(FILE.get("count").asInt());
    }

    /** There is one version, and the sender's FEC order is FEC before SRTP in any policy; neither has a class of its own. */
    @Test
    void everyRegistryHasItsClass() {
        assertThat(registries().map(r -> r.get("id").asText()).filter(id -> !OURS.containsKey(id)))
                .containsExactlyInAnyOrder("version", "fec-order");
        assertThat(ours()).hasSize(OURS.size());
        assertThat(Set.copyOf(OURS.values())).hasSize(OURS.size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ours")
    @Proves("R3830-10-01")
    void assignsTheSameValuesToTheSameNames(JsonNode iana) {
        Registry registry = OURS.get(iana.get("id").asText());
        Map<Integer, String> names = StreamSupport.stream(iana.get("values").spliterator(), false)
                .collect(Collectors.toMap(
                        v -> v.get("value").asInt(),
                        v -> v.path("short").asText(v.get("name").asText())));

        assertThat(registry.names().keySet()).isEqualTo(names.keySet());
        names.forEach(
                (value, name) -> assertThat(bare(registry.name(value))).as(name).isEqualTo(bare(name)));
    }

    /** IANA reserves the top of the SRTP parameters; RFC 3830, 10 leaves it to private use, as everywhere. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ours")
    @Proves("R3830-10-01")
    void leavesTheSameValuesToPrivateUse(JsonNode iana) {
        Registry registry = OURS.get(iana.get("id").asText());
        JsonNode privateUse = registry == SrtpParam.REGISTRY ? iana.at("/reserved/0") : iana.path("privateUse");

        for (int value = 0; value <= iana.get("max").asInt(); value++) {
            assertThat(registry.isPrivateUse(value)).as("%d", value).isEqualTo(within(privateUse, value));
        }
    }

    @Test
    @Proves("R3830-6.1-02")
    void onlyTheAssignedVersionIsRead() {
        int assigned = FILE.at("/registries/0/values/0/value").asInt();
        for (int version = 0; version < 256; version++) {
            byte[] message = Octets.ofHex(String.format("%02x06", version) + "00".repeat(8))
                    .toByteArray();
            if (version == assigned) {
                assertThat(MikeyMessage.decode(message).header().version()).isEqualTo(version);
            } else {
                assertThatThrownBy(() -> MikeyMessage.decode(message))
                        .asInstanceOf(type(MalformedMessageException.class))
                        .extracting(MalformedMessageException::rule)
                        .isEqualTo(DecodeRule.UNSUPPORTED_VERSION);
            }
        }
    }
}
