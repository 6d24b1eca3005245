package org.mikey4j.cli.capture;

/** The link layers that are understood (the registry of link types of tcpdump.org). */
final class LinkType {
    static final int NULL = 0;
    static final int ETHERNET = 1;
    static final int RAW_BSD = 12;
    static final int RAW_OPENBSD = 14;
    static final int RAW = 101;
    static final int LOOP = 108;
    static final int COOKED = 113;
    static final int IPV4 = 228;
    static final int IPV6 = 229;
    static final int COOKED_2 = 276;

    private LinkType() {}

    static boolean isKnown(int type) {
        return switch (type) {
            case NULL, ETHERNET, RAW_BSD, RAW_OPENBSD, RAW, LOOP, COOKED, IPV4, IPV6, COOKED_2 -> true;
            default -> false;
        };
    }
}
