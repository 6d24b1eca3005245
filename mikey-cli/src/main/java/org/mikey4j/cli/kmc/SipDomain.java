package org.mikey4j.cli.kmc;

import java.util.Locale;
import org.mikey4j.message.IdPayload;

/** The network that a user is of. */
final class SipDomain {
    private SipDomain() {}

    /** The host of a SIP URI in lower case; empty if the identity is none. */
    static String of(IdPayload user) {
        String uri = user.text();
        int at = uri.indexOf('@');
        return at < 0 ? "" : uri.substring(at + 1).replaceAll("[:;?].*", "").toLowerCase(Locale.ROOT);
    }
}
