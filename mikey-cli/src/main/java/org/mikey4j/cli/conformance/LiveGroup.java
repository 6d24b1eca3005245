package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.exchange.RejectReason;

/** Collects the scenarios of one role. */
final class LiveGroup {
    private final String prefix;
    private final String group;
    private final String action;
    private final List<Scenario> scenarios = new ArrayList<>();

    /**
     * @param prefix of the scenarios' ids
     * @param group their group
     * @param action what the implementation has to do
     */
    LiveGroup(String prefix, String group, String action) {
        this.prefix = prefix;
        this.group = group;
        this.action = action;
    }

    void add(String id, String about, List<String> requirements, Dialogue.Script script) {
        scenarios.add(new Scenario(prefix + id, group, about, requirements, action, "", script.play()));
    }

    /** One in which a message has to be refused. */
    void refused(String id, String about, String requirement, RejectReason reason, Dialogue.Script script) {
        add(id, Notes.refused(about, reason), List.of(requirement), script);
    }

    /** One for each fault of a message. */
    void faults(String id, String message, List<Flaw> flaws, Faulty script) {
        for (Flaw flaw : flaws) {
            refused(
                    id + flaw.fault().label(),
                    message + " is refused: " + flaw.fault().about(),
                    flaw.rule(),
                    flaw.reason(),
                    subject -> script.with(subject, flaw.fault()));
        }
    }

    /** How a scenario with a fault is played. */
    @FunctionalInterface
    interface Faulty {
        Play.Judgement with(Subject subject, Fault fault) throws Silent, IOException, Wrong;
    }

    List<Scenario> scenarios() {
        return List.copyOf(scenarios);
    }
}
