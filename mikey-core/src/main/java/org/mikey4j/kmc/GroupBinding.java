package org.mikey4j.kmc;

import java.nio.charset.StandardCharsets;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/**
 * What group keys are bound to: one session of a group, such as a conference.
 *
 * @param sessionId what all members know the session by, and no other session has
 * @param group the identity of the group
 */
public record GroupBinding(String sessionId, IdPayload group) {
    private static final Octets LABEL = Octets.of("ims-kmc-group", StandardCharsets.US_ASCII);

    public GroupBinding {
        if (sessionId.isEmpty()) {
            throw new IllegalArgumentException("session ID: empty");
        }
    }

    /**
     * What stands for the session in messages: as {@link CallBinding#digest}, with another label and one identity.
     *
     * @return 32 octets
     */
    public Octets digest() {
        return CallBinding.digest(LABEL, sessionId, group);
    }
}
