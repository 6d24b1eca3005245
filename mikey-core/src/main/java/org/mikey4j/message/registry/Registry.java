package org.mikey4j.message.registry;

import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The names of one MIKEY name space. Values without a name are legal to carry and are shown as {@code unknown(n)}. */
public final class Registry {
    private final String title;
    private final String section;
    private final Map<Integer, String> names;
    private final BitSet assigned = new BitSet();
    private final int privateFrom;
    private final int privateTo;

    private Registry(Builder builder) {
        this.title = builder.title;
        this.section = builder.section;
        this.names = Collections.unmodifiableMap(new LinkedHashMap<>(builder.names));
        names.keySet().forEach(assigned::set);
        this.privateFrom = builder.privateFrom;
        this.privateTo = builder.privateTo;
    }

    static Builder of(String title, String section) {
        return new Builder(title, section);
    }

    /** The registry's title, as IANA prints it. */
    public String title() {
        return title;
    }

    /** Where the values are defined first, for example {@code RFC 3830, 6.1}. */
    public String section() {
        return section;
    }

    /** The name of {@code value}; {@code private(n)} in the private-use range, {@code unknown(n)} elsewhere. */
    public String name(int value) {
        String name = names.get(value);
        if (name != null) {
            return name;
        }
        return (isPrivateUse(value) ? "private(" : "unknown(") + value + ")";
    }

    /** Whether {@code value} is assigned. */
    public boolean isAssigned(int value) {
        return value >= 0 && assigned.get(value);
    }

    /** Whether {@code value} is in the range that is left to private use. */
    public boolean isPrivateUse(int value) {
        return value >= privateFrom && value <= privateTo;
    }

    /** The value with this name, ignoring case. */
    public OptionalInt valueOf(String name) {
        for (Map.Entry<Integer, String> entry : names.entrySet()) {
            if (entry.getValue().equalsIgnoreCase(name)) {
                return OptionalInt.of(entry.getKey());
            }
        }
        return OptionalInt.empty();
    }

    /** The assigned values and their names, in ascending order. */
    public Map<Integer, String> names() {
        return names;
    }

    static final class Builder {
        private final String title;
        private final String section;
        private final Map<Integer, String> names = new LinkedHashMap<>();
        private int privateFrom = Integer.MAX_VALUE;
        private int privateTo = Integer.MIN_VALUE;

        private Builder(String title, String section) {
            this.title = title;
            this.section = section;
        }

        Builder with(int value, String name) {
            if (names.put(value, name) != null) {
                throw new IllegalArgumentException("value " + value + " named twice");
            }
            return this;
        }

        Builder privateUse(int from, int to) {
            privateFrom = from;
            privateTo = to;
            return this;
        }

        Registry build() {
            return new Registry(this);
        }
    }
}
