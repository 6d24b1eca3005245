package org.mikey4j.cli.kmc;

import java.io.IOException;
import org.mikey4j.kmc.CentreMessage;

/** The way to the centres of other networks. */
@FunctionalInterface
public interface CentreLink {
    /**
     * Tells the centre of a network this side's value and hears that of the other.
     *
     * @param domain the domain of the network
     * @throws IOException if the centre cannot be reached, does not prove who it is, or refuses
     */
    CentreMessage ask(String domain, CentreMessage request) throws IOException;
}
