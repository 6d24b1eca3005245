package org.mikey4j.cli.output;

/** What colour tells apart. Nothing is said by colour alone. */
public enum Style {
    /** A heading or the name of a payload. */
    NAME("1"),
    /** What one does not read but may look up: offsets and octets. */
    DIM("2"),
    /** Key material, shown or not. */
    SECRET("35"),
    /** An error, or what is gone. */
    BAD("31"),
    /** A warning. */
    WARNING("33"),
    /** That all is well, or what is new. */
    GOOD("32");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
