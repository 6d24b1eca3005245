package org.mikey4j.cli.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.PayloadLayout;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;

/**
 * Writes a message for programs, as {@code mikey-inspect.schema.json} describes it: one object, members in a fixed order,
 * byte strings in lower-case hexadecimal. Fields have the RFC's names; next payload fields and the lengths of other fields
 * are left out, because the rest says them.
 */
public final class JsonWriter {
    private final boolean showSecrets;

    /** @param showSecrets whether key material is shown */
    public JsonWriter(boolean showSecrets) {
        this.showSecrets = showSecrets;
    }

    /** The message as one line. */
    public String write(MessageView message) throws IOException {
        try (JsonDocument json = new JsonDocument()) {
            json.text("source", message.source());
            json.number("length", message.octets().length());
            if (message.inspection().message().isPresent()) {
                HeaderJson.write(json, message.inspection().message().get().header());
            } else {
                json.nothing("header");
            }
            json.beginArray("payloads");
            for (PayloadView payload : message.payloads()) {
                if (payload.type() != PayloadLayout.HDR) {
                    writePayload(json, payload);
                }
            }
            json.endArray();
            writeDiagnostics(json, message.diagnostics());
            return json.finish();
        }
    }

    /** Writes findings as the member {@code diagnostics}. */
    public static void writeDiagnostics(JsonDocument json, List<Diagnostic> diagnostics) throws IOException {
        json.beginArray("diagnostics");
        for (Diagnostic diagnostic : diagnostics) {
            json.beginObject();
            json.text("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
            json.text("rule", diagnostic.rule());
            json.number("offset", diagnostic.offset());
            json.text("payload", diagnostic.payload());
            json.text("message", diagnostic.message());
            json.text("section", diagnostic.section());
            json.endObject();
        }
        json.endArray();
    }

    private void writePayload(JsonDocument json, PayloadView payload) throws IOException {
        json.beginObject();
        json.number("type", payload.type());
        json.text("name", payload.name());
        json.number("offset", payload.offset());
        json.number("length", payload.length());
        writeFields(json, payload);
        if (payload.type() == PayloadType.SP) {
            writeParameters(json, payload);
        }
        writeNotes(json, payload);
        writeInside(json, payload);
        json.endObject();
    }

    /** What is known of a certificate, as the member {@code certificate}; of an extension, as the list {@code extension}. */
    private static void writeNotes(JsonDocument json, PayloadView payload) throws IOException {
        List<NoteView> notes = new ArrayList<>();
        for (Part part : payload.parts()) {
            if (part instanceof NoteView note) {
                notes.add(note);
            }
        }
        if (!notes.isEmpty() && payload.type() == PayloadType.GENERAL_EXT) {
            json.beginArray("extension");
            for (NoteView note : notes) {
                json.beginObject();
                json.text("name", note.name());
                json.number("offset", note.offset());
                json.text("meaning", note.text());
                json.endObject();
            }
            json.endArray();
        } else if (!notes.isEmpty()) {
            json.beginObject("certificate");
            for (NoteView note : notes) {
                json.text(note.name(), note.text());
            }
            json.endObject();
        }
    }

    private void writeFields(JsonDocument json, PayloadView payload) throws IOException {
        for (Part part : payload.parts()) {
            if (part instanceof FieldView field) {
                writeField(json, payload, field);
            }
        }
    }

    private void writeField(JsonDocument json, PayloadView payload, FieldView field) throws IOException {
        String name = field.name();
        if (field.number().isEmpty()) {
            writeOctets(json, name, field);
            if (name.equals("idData") && ReadableText.of(field.octets()).isPresent()) {
                json.text("idText", ReadableText.of(field.octets()).get());
            }
            return;
        }
        long number = field.number().getAsLong();
        if (Structure.isStructure(name)) {
            String empty = Structure.emptyField(name);
            if (number == 0 && !empty.isEmpty()) {
                // There is no field that would say that nothing is there.
                json.text(empty, "");
            }
            return;
        }
        switch (name) {
            case "policyNo" -> json.number("policy", number);
            case "tsValue" -> json.text(name, field.octets().toHex());
            default -> json.number(name, number);
        }
        if (number == MacAlg.NULL && name.equals("macAlg")) {
            json.text("mac", "");
        } else if (number == MacAlg.NULL && name.equals("authAlg") && payload.type() == PayloadType.V) {
            json.text("verData", "");
        }
    }

    private void writeOctets(JsonDocument json, String name, FieldView field) throws IOException {
        if (!field.secret() || showSecrets) {
            json.text(name, field.octets().toHex());
        } else {
            json.nothing(name);
            json.number(name + "Length", field.octets().length());
        }
    }

    private static void writeParameters(JsonDocument json, PayloadView policy) throws IOException {
        json.beginArray("params");
        for (Part part : policy.parts()) {
            if (part instanceof ParameterView parameter) {
                json.beginObject();
                json.number("type", parameter.type());
                json.text("name", parameter.name());
                json.text("value", parameter.value().toHex());
                json.endObject();
            }
        }
        json.endArray();
    }

    /** The sub-payloads that are in the clear: keys as {@code keyData}, others as {@code subPayloads}. */
    private void writeInside(JsonDocument json, PayloadView payload) throws IOException {
        List<PayloadView> keys = new ArrayList<>();
        List<PayloadView> others = new ArrayList<>();
        for (Part part : payload.parts()) {
            if (part instanceof PayloadView child) {
                (child.type() == PayloadType.KEY_DATA ? keys : others).add(child);
            }
        }
        if (!keys.isEmpty()) {
            json.beginArray("keyData");
            for (PayloadView key : keys) {
                writeKey(json, key);
            }
            json.endArray();
        }
        if (!others.isEmpty()) {
            json.beginArray("subPayloads");
            for (PayloadView other : others) {
                writePayload(json, other);
            }
            json.endArray();
        }
    }

    /** Of a damaged one, what could be read. */
    private void writeKey(JsonDocument json, PayloadView key) throws IOException {
        json.beginObject();
        for (Part part : key.parts()) {
            if (part instanceof FieldView field) {
                switch (field.name()) {
                    case "keyType" -> {
                        json.number("type", field.number().orElseThrow());
                        json.text("typeName", KeyDataType.REGISTRY.name((int)
                                field.number().orElseThrow()));
                    }
                    case "key", "salt", "spi", "validFrom", "validTo" -> {}
                    default -> writeField(json, key, field);
                }
            }
        }
        writeSecret(json, key, "key");
        writeSecret(json, key, "salt");
        for (String name : List.of("spi", "validFrom", "validTo")) {
            Optional<FieldView> field = field(key, name);
            if (field.isPresent()) {
                writeOctets(json, name, field.get());
            }
        }
        json.endObject();
    }

    /** Null if there is none, or if it is not to be shown; then its length tells the two apart. */
    private void writeSecret(JsonDocument json, PayloadView payload, String name) throws IOException {
        Optional<FieldView> field = field(payload, name);
        if (field.isPresent()) {
            writeOctets(json, name, field.get());
            json.text(name + "Fingerprint", Fingerprint.of(field.get().octets()));
        } else {
            json.nothing(name);
        }
    }

    private static Optional<FieldView> field(PayloadView payload, String name) {
        for (Part part : payload.parts()) {
            if (part instanceof FieldView field && field.name().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
