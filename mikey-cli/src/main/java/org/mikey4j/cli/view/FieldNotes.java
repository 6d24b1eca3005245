package org.mikey4j.cli.view;

import java.util.List;

/** What is said about payloads and fields beyond their value. */
public interface FieldNotes {
    /** Nothing. */
    FieldNotes NONE = (payload, field) -> List.of();

    /** The name under which {@link #about} knows a payload as a whole. */
    String PAYLOAD = "";

    /**
     * The paragraphs about a field.
     *
     * @param payload the payload's name
     * @param field the field's name, or {@link #PAYLOAD}
     */
    List<String> about(String payload, String field);
}
