package org.mikey4j.cli.report;

import java.util.List;

/**
 * What passed between whom, in time.
 *
 * @param actors who took part, from left to right
 * @param arrows what passed, from top to bottom
 */
public record Ladder(List<String> actors, List<Arrow> arrows) {
    public Ladder {
        actors = List.copyOf(actors);
        arrows = List.copyOf(arrows);
    }

    /** How an arrow is drawn. */
    public enum Kind {
        /** As it should be, or nothing is known against it. */
        PLAIN,
        /** Checked and right. */
        GOOD,
        /** Something is odd. */
        WARNING,
        /** Something is wrong. */
        BAD
    }

    /**
     * One message that passed, or with the same sender and receiver something that happened there.
     *
     * @param from the sender's place among the actors
     * @param to the receiver's
     * @param time when, for the margin; may be empty
     * @param label what, in a few words
     * @param detail more of it, on a second line; may be empty
     * @param kind how it is drawn
     * @param target the id of the message in the report that it leads to; empty for none
     */
    public record Arrow(int from, int to, String time, String label, String detail, Kind kind, String target) {}
}
