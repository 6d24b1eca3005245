package org.mikey4j.cli.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** The explanations of payloads and fields, from the file {@code field-notes.properties}. */
public final class FieldNotesFile implements FieldNotes {
    private static final String NAME = "field-notes.properties";

    private final Properties notes;

    private FieldNotesFile(Properties notes) {
        this.notes = notes;
    }

    /** Reads the file. */
    public static FieldNotesFile load() throws IOException {
        Properties notes = new Properties();
        try (InputStream in = FieldNotesFile.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IOException(NAME + " is missing from the program");
            }
            notes.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return new FieldNotesFile(notes);
    }

    /** A note under {@code payload.field}, or one under {@code *.field} for fields that are the same everywhere. */
    @Override
    public List<String> about(String payload, String field) {
        String exact = notes.getProperty(field.equals(PAYLOAD) ? payload : payload + "." + field);
        String note = exact == null ? notes.getProperty("*." + field) : exact;
        return note == null ? List.of() : List.of(note);
    }
}
