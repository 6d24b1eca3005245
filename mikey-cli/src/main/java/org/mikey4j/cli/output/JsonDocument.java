package org.mikey4j.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;

/** One JSON object on one line. Members come out in the order in which they are written. */
public final class JsonDocument implements AutoCloseable {
    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;

    /** Begins the object. */
    public JsonDocument() throws IOException {
        json = new JsonFactory().createGenerator(text);
        json.writeStartObject();
    }

    /** Begins an object that is a member of another. */
    public void beginObject(String name) throws IOException {
        json.writeObjectFieldStart(name);
    }

    /** Begins an object that is an element of an array. */
    public void beginObject() throws IOException {
        json.writeStartObject();
    }

    /** Ends the innermost object. */
    public void endObject() throws IOException {
        json.writeEndObject();
    }

    /** Begins an array that is a member of an object. */
    public void beginArray(String name) throws IOException {
        json.writeArrayFieldStart(name);
    }

    /** Ends the innermost array. */
    public void endArray() throws IOException {
        json.writeEndArray();
    }

    /** A member that is text. */
    public void text(String name, String value) throws IOException {
        json.writeStringField(name, value);
    }

    /** A member that is an array of texts. */
    public void texts(String name, Iterable<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /** A member that is a number. */
    public void number(String name, long value) throws IOException {
        json.writeNumberField(name, value);
    }

    /** A member that is true or false. */
    public void bool(String name, boolean value) throws IOException {
        json.writeBooleanField(name, value);
    }

    /** A member that is null. */
    public void nothing(String name) throws IOException {
        json.writeNullField(name);
    }

    /** Ends the outermost object. */
    public String finish() throws IOException {
        json.writeEndObject();
        json.close();
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
