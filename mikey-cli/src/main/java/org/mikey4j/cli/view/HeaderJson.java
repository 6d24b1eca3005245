package org.mikey4j.cli.view;

import java.io.IOException;
import java.util.HexFormat;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.registry.DataType;

/** Writes the common header as the member {@code header}. */
final class HeaderJson {
    private static final HexFormat HEX = HexFormat.of();

    private HeaderJson() {}

    static void write(JsonDocument json, CommonHeader header) throws IOException {
        json.beginObject("header");
        json.number("version", header.version());
        json.number("dataType", header.dataType());
        json.text("dataTypeName", DataType.REGISTRY.name(header.dataType()));
        json.bool("v", header.v());
        json.number("prf", header.prfFunc());
        json.text("csbId", u32(header.csbId()));
        json.number("csIdMapType", header.csIdMap().mapType());
        json.beginArray("cryptoSessions");
        if (header.csIdMap() instanceof SrtpIdMap map) {
            for (SrtpId entry : map.entries()) {
                write(json, entry);
            }
        } else if (header.csIdMap() instanceof GenericIdMap map) {
            for (GenericId entry : map.entries()) {
                write(json, entry);
            }
        }
        json.endArray();
        json.endObject();
    }

    private static void write(JsonDocument json, SrtpId entry) throws IOException {
        json.beginObject();
        json.number("policy", entry.policyNo());
        json.text("ssrc", u32(entry.ssrc()));
        json.number("roc", entry.roc());
        json.endObject();
    }

    private static void write(JsonDocument json, GenericId entry) throws IOException {
        json.beginObject();
        json.number("csId", entry.csId());
        json.number("protType", entry.protType());
        json.bool("s", entry.s());
        json.text("policies", entry.policyNos().toHex());
        json.text("sessionData", entry.sessionData().toHex());
        json.text("spi", entry.spi().toHex());
        json.endObject();
    }

    private static String u32(long value) {
        return HEX.toHexDigits((int) value);
    }
}
