package org.mikey4j.cli.command;

import org.mikey4j.message.IdPayload;

/** Identities as they are typed. */
final class Identity {
    private Identity() {}

    /** A URI if there is a scheme, a NAI otherwise. */
    static IdPayload of(String text) {
        return text.contains(":") ? IdPayload.uri(text) : IdPayload.nai(text);
    }
}
