package org.mikey4j.cli.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object as it was read. What is missing, or of another kind, is told by nothing being there.
 *
 * @param members text, numbers as text, lists, and objects again
 */
public record JsonTree(Map<String, Object> members) {
    private static final int MOST_DEPTH = 50;

    /** @throws IOException if it is no JSON object */
    static JsonTree parse(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            return object(parser, 0);
        }
    }

    private static JsonTree object(JsonParser parser, int depth) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser, depth));
        }
        return new JsonTree(members);
    }

    private static Object value(JsonParser parser, int depth) throws IOException {
        if (depth > MOST_DEPTH) {
            throw new IOException("JSON nested too deeply");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(parser, depth + 1);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser, depth + 1));
            }
            return list;
        }
        return token == JsonToken.VALUE_NULL ? "" : String.valueOf(parser.getText());
    }

    Optional<String> text(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    boolean is(String name) {
        return text(name).filter("true"::equals).isPresent();
    }

    Optional<JsonTree> object(String name) {
        return members.get(name) instanceof JsonTree tree ? Optional.of(tree) : Optional.empty();
    }

    List<JsonTree> objects(String name) {
        List<JsonTree> found = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof JsonTree tree) {
                    found.add(tree);
                }
            }
        }
        return found;
    }

    List<String> texts(String name) {
        List<String> found = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof String text) {
                    found.add(text);
                }
            }
        }
        return found;
    }
}
