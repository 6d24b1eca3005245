package org.mikey4j.cli.sip;

/** What a callee says to an offer. */
public sealed interface Answer {
    /** Yes, with this description. */
    record Accept(String sdp) implements Answer {}

    /** No. */
    record Refuse(int status, String warning) implements Answer {}
}
