package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.message.FieldLayout;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.PayloadLayout;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** tshark dissects our messages and finds the same payloads and fields at the same places. */
class TsharkJudgeTest {
    /** tshark's names of payloads, and ours. */
    private static final Map<String, String> PAYLOADS = Map.ofEntries(
            Map.entry("mikey.hdr", "HDR"),
            Map.entry("mikey.kemac", "KEMAC"),
            Map.entry("mikey.pke", "PKE"),
            Map.entry("mikey.dh", "DH"),
            Map.entry("mikey.sign", "SIGN"),
            Map.entry("mikey.t", "T"),
            Map.entry("mikey.id", "ID"),
            Map.entry("mikey.v", "V"),
            Map.entry("mikey.sp", "SP"),
            Map.entry("mikey.rand", "RAND"),
            Map.entry("mikey.err", "ERR"),
            Map.entry("mikey.ext", "GENERAL_EXT"),
            Map.entry("mikey.idr", "IDR"),
            Map.entry("mikey.sakke", "SAKKE"),
            Map.entry("mikey.key", "KEY_DATA"));

    /** tshark's names of fields, and ours. It has none of its own for what is left out here. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("mikey.version", "version"),
            Map.entry("mikey.type", "dataType"),
            Map.entry("mikey.next_payload", "nextPayload"),
            Map.entry("mikey.csb_id", "csbId"),
            Map.entry("mikey.cs_count", "numberOfCs"),
            Map.entry("mikey.cs_id_map_type", "csIdMapType"),
            Map.entry("mikey.t.ts_type", "tsType"),
            Map.entry("mikey.t.ntp", "tsValue"),
            Map.entry("mikey.rand.len", "randLen"),
            Map.entry("mikey.rand.data", "rand"),
            Map.entry("mikey.id.type", "idType"),
            Map.entry("mikey.id.len", "idLen"),
            Map.entry("mikey.id.data", "idData"),
            Map.entry("mikey.sp.no", "policyNo"),
            Map.entry("mikey.sp.proto_type", "protType"),
            Map.entry("mikey.sp.param_len", "policyParamLength"),
            Map.entry("mikey.kemac.encr_alg", "encrAlg"),
            Map.entry("mikey.kemac.key_data_len", "encrDataLen"),
            Map.entry("mikey.kemac.key_data", "encrData"),
            Map.entry("mikey.kemac.mac_alg", "macAlg"),
            Map.entry("mikey.kemac.mac", "mac"),
            Map.entry("mikey.key.data.len", "keyDataLen"),
            Map.entry("mikey.key.data", "key"),
            Map.entry("mikey.key.kv.spi.len", "spiLength"),
            Map.entry("mikey.key.kv.spi", "spi"),
            Map.entry("mikey.v.auth_alg", "authAlg"),
            Map.entry("mikey.v.ver_data", "verData"),
            Map.entry("mikey.dh.group", "dhGroup"),
            Map.entry("mikey.dh.value", "dhValue"),
            Map.entry("mikey.sign.data", "signature"),
            Map.entry("mikey.pke.data", "data"),
            Map.entry("mikey.err.no", "errorNo"),
            Map.entry("mikey.ext.type", "extensionType"),
            Map.entry("mikey.ext.len", "length"),
            Map.entry("mikey.ext.data", "data"),
            Map.entry("mikey.id.role", "idRole"),
            Map.entry("mikey.sakke.params", "sakkeParams"),
            Map.entry("mikey.sakke.idscheme", "idScheme"),
            Map.entry("mikey.sakke.len", "sakkeDataLength"),
            Map.entry("mikey.sakke.data", "sakkeData"));

    @Test
    void findsTheSameFieldsAtTheSamePlaces(@TempDir Path folder, TestReporter reporter) throws Exception {
        Peer.require("tshark", "tshark", "-v");
        List<MikeyMessage> messages = new ArrayList<>(JudgedMessages.classical());
        messages.addAll(JudgedMessages.wire(Set.copyOf(PAYLOADS.values())));
        messages.addAll(JudgedMessages.exchanges(Set.copyOf(PAYLOADS.values())));
        Path capture = folder.resolve("messages.pcap");
        UdpCapture.write(capture, messages.stream().map(MikeyMessage::octets).toList());

        assertThat(messages).hasSizeGreaterThan(640);
        Peer.Result result = Peer.run("tshark", "-r", capture.toString(), "-T", "pdml");

        assertThat(result.code()).isZero();
        List<Element> packets = children(
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(result.out().getBytes(StandardCharsets.ISO_8859_1)))
                        .getDocumentElement(),
                "packet");
        assertThat(packets).hasSameSizeAs(messages);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < packets.size(); i++) {
            compare(messages.get(i), packets.get(i), seen);
        }
        assertThat(seen).as("every name that the comparison knows occurs").containsAll(FIELDS.keySet());
        reporter.publishEntry(
                "interop",
                "tshark | messages of RFC 3830, 4650 and 6509 | we make them, it finds every field where we put it | works");
    }

    private static void compare(MikeyMessage message, Element packet, Set<String> seen) {
        assertThat(children(packet, "proto"))
                .as(message + " is not malformed")
                .extracting(p -> p.getAttribute("name"))
                .contains("mikey")
                .doesNotContain("_ws.malformed");
        Element mikey = children(packet, "proto").stream()
                .filter(p -> p.getAttribute("name").equals("mikey"))
                .findFirst()
                .orElseThrow();
        List<PayloadLayout> layout = message.layout();
        List<Element> payloads = children(mikey, "field").stream()
                .filter(f -> PAYLOADS.containsKey(f.getAttribute("name")))
                .toList();
        assertThat(payloads)
                .as(message.toString())
                .extracting(p -> PAYLOADS.get(p.getAttribute("name")))
                .isEqualTo(layout.stream().map(PayloadLayout::name).toList());
        for (int i = 0; i < payloads.size(); i++) {
            assertThat(position(payloads.get(i))).isEqualTo(layout.get(i).offset());
            assertThat(size(payloads.get(i)))
                    .as(message + " " + layout.get(i).name())
                    .isEqualTo(layout.get(i).length());
            compareFields(message, payloads.get(i), layout.get(i), seen);
        }
    }

    private static void compareFields(MikeyMessage message, Element element, PayloadLayout payload, Set<String> seen) {
        for (Element field : children(element, "field")) {
            String name = field.getAttribute("name");
            if (name.equals("mikey.key")) {
                PayloadLayout child = payload.children().stream()
                        .filter(c -> c.offset() == position(field))
                        .findFirst()
                        .orElseThrow();
                assertThat(child.length()).isEqualTo(size(field));
                compareFields(message, field, child, seen);
            } else if (FIELDS.containsKey(name) && size(field) > 0) {
                seen.add(name);
                FieldLayout ours = payload.fields().stream()
                        .filter(f -> f.name().equals(FIELDS.get(name)) && f.offset() == position(field))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(
                                message + ": " + name + " at " + position(field) + " is not in " + payload));
                assertThat(ours.length()).as(message + " " + name).isEqualTo(size(field));
                assertThat(message.octets().slice(ours.offset(), ours.length()).toHex())
                        .as(message + " " + name)
                        .isEqualTo(field.getAttribute("value"));
            }
        }
    }

    private static int position(Element element) {
        return Integer.parseInt(element.getAttribute("pos")) - UdpCapture.HEADERS;
    }

    private static int size(Element element) {
        return Integer.parseInt(element.getAttribute("size"));
    }

    private static List<Element> children(Element parent, String tag) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(tag)) {
                found.add(element);
            }
        }
        return found;
    }
}
