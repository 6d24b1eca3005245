package org.mikey4j.kmc;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the protection of a call ends, by how far its source is trusted: what comes from a trusted network goes to the user end to end; what
 * comes from another ends at an element of the called network that can look for abuse, with protection of its own between it and the user.
 */
public final class MediaPolicy {
    private final Map<String, Trust> sources = new TreeMap<>();
    private final Trust otherwise;

    /** How far a network is trusted. */
    public enum Trust {
        /** Its users may speak to ours end to end. */
        TRUSTED,
        /** What its users send is to be looked at. */
        UNTRUSTED
    }

    /** Where protection ends. */
    public enum End {
        /** At the users. */
        END_TO_END,
        /** At an element of the called network. */
        IN_NETWORK
    }

    /**
     * @param sources what is known of networks, by domain
     * @param otherwise what is thought of all others
     */
    public MediaPolicy(Map<String, Trust> sources, Trust otherwise) {
        sources.forEach((domain, trust) -> this.sources.put(domain.toLowerCase(Locale.ROOT), trust));
        this.otherwise = otherwise;
    }

    /**
     * Decides.
     *
     * @param source the domain of the caller, as its centre proved it; empty where nobody did
     */
    public End decide(String source) {
        Trust trust =
                source.isEmpty() ? Trust.UNTRUSTED : sources.getOrDefault(source.toLowerCase(Locale.ROOT), otherwise);
        return trust == Trust.TRUSTED ? End.END_TO_END : End.IN_NETWORK;
    }
}
