package org.mikey4j.cli.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mikey4j.message.FieldLayout;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PayloadLayout;
import org.mikey4j.message.registry.CertType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.Registry;

/** Makes the views of a message's payloads from the decoder's layout, which says where each field stands. */
final class ViewBuilder {
    private static final int MAP_ENTRY_OCTETS = 9;

    private final Octets message;

    ViewBuilder(Octets message) {
        this.message = message;
    }

    List<PayloadView> payloads(List<PayloadLayout> layouts) {
        List<PayloadView> views = new ArrayList<>(layouts.size());
        for (PayloadLayout layout : layouts) {
            views.add(payload(layout));
        }
        return views;
    }

    private PayloadView payload(PayloadLayout layout) {
        List<Part> parts = new ArrayList<>(layout.fields().size());
        for (FieldLayout field : layout.fields()) {
            switch (field.name()) {
                case "csIdMapInfo" -> addCryptoSessions(parts, field);
                case "policyParam" -> addParameters(parts, field, number(layout, "protType"));
                case "certData" -> addCertificate(parts, layout, field);
                case "data" -> addExtension(parts, layout, field);
                default -> parts.add(field(layout, field));
            }
        }
        if (!layout.children().isEmpty()) {
            parts.addAll(payloads(layout.children()));
            // Stable: the data comes before what is inside it, which begins at the same octet.
            parts.sort(Comparator.comparingInt(Part::offset));
        }
        return new PayloadView(layout.type(), layout.name(), layout.offset(), layout.length(), parts);
    }

    private void addCryptoSessions(List<Part> parts, FieldLayout map) {
        for (int at = map.offset(); at < map.offset() + map.length(); at += MAP_ENTRY_OCTETS) {
            int csId = (at - map.offset()) / MAP_ENTRY_OCTETS + 1;
            List<Part> fields = List.of(
                    plain("policyNo", at, 1, Integer.toString(message.at(at))),
                    plain("ssrc", at + 1, 4, message.slice(at + 1, 4).toHex()),
                    plain("roc", at + 5, 4, Long.toString(message.u32(at + 5))));
            parts.add(new PayloadView(PayloadLayout.HDR, "CS " + csId, at, MAP_ENTRY_OCTETS, fields));
        }
    }

    private void addCertificate(List<Part> parts, PayloadLayout layout, FieldLayout data) {
        parts.add(field(layout, data));
        if (layout.type() == PayloadType.CERT && number(layout, "certType") != CertType.X509V3_URL) {
            CertificateNotes.of(message.slice(data.offset(), data.length()))
                    .forEach((name, text) -> parts.add(new NoteView(name, data.offset(), text)));
        }
    }

    private void addExtension(List<Part> parts, PayloadLayout layout, FieldLayout data) {
        parts.add(field(layout, data));
        if (layout.type() == PayloadType.GENERAL_EXT) {
            parts.addAll(ExtensionNotes.of(
                    number(layout, "extensionType"), message.slice(data.offset(), data.length()), data.offset()));
        }
    }

    private void addParameters(List<Part> parts, FieldLayout list, int protType) {
        int end = list.offset() + list.length();
        for (int at = list.offset(); at + 2 <= end; ) {
            int length = Math.min(message.at(at + 1), end - at - 2);
            int type = message.at(at);
            Octets value = message.slice(at + 2, length);
            parts.add(new ParameterView(
                    type,
                    PolicyText.name(protType, type),
                    at,
                    message.slice(at, 2 + length),
                    value,
                    PolicyText.value(protType, type, value)));
            at += 2 + length;
        }
    }

    private FieldView plain(String name, int offset, int length, String meaning) {
        return new FieldView(name, offset, message.slice(offset, length), OptionalLong.empty(), meaning, false);
    }

    private FieldView field(PayloadLayout payload, FieldLayout field) {
        Octets octets = message.slice(field.offset(), field.length());
        boolean secret = isSecret(payload, field.name());
        return new FieldView(
                field.name(),
                field.offset(),
                octets,
                field.number(),
                secret ? Fingerprint.text(octets) : meaning(payload, field, octets),
                secret);
    }

    /** What could not be understood may hold a key, too. */
    private static boolean isSecret(PayloadLayout payload, String field) {
        return switch (field) {
            case "key", "salt" -> true;
            case "rest" -> true;
            case "encrData" -> payload.type() == PayloadType.KEMAC && number(payload, "encrAlg") == EncrAlg.NULL;
            default -> false;
        };
    }

    private static String meaning(PayloadLayout payload, FieldLayout field, Octets octets) {
        if (field.number().isPresent()) {
            return numberText(payload, field, field.number().getAsLong());
        }
        return switch (field.name()) {
            case "idData", "certData", "data" ->
                ReadableText.of(octets).map(text -> '"' + text + '"').orElseGet(() -> octets.length() + " octets");
            case "spi", "validFrom", "validTo" -> octets.toHex();
            default -> octets.length() + (octets.length() == 1 ? " octet" : " octets");
        };
    }

    private static String numberText(PayloadLayout payload, FieldLayout field, long number) {
        Optional<Registry> registry = FieldRegistry.of(field.name());
        if (registry.isPresent()) {
            return number + " " + registry.get().name((int) number);
        }
        return switch (field.name()) {
            case "csbId" -> HexFormat.of().toHexDigits((int) number);
            case "v" -> number == 0 ? "0 no answer asked for" : "1 an answer is asked for";
            case "tsValue" -> TimestampText.of(number(payload, "tsType"), number);
            default -> Long.toString(number);
        };
    }

    private static int number(PayloadLayout payload, String field) {
        for (FieldLayout candidate : payload.fields()) {
            if (candidate.name().equals(field)) {
                return (int) candidate.number().orElse(-1);
            }
        }
        return -1;
    }
}
