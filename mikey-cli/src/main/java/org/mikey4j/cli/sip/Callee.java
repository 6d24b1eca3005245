package org.mikey4j.cli.sip;

import java.util.Optional;
import javax.sip.message.Response;

/** What a telephone does when it is called. */
public interface Callee {
    /**
     * Answers an offer.
     *
     * @param session what the networks know the call by
     * @param sdp the offer
     */
    Answer offered(String session, String sdp);

    /** The caller acknowledged the answer, with this body of type application/mikey if there is one. */
    void acknowledged(Optional<byte[]> mikey);

    /** Takes no calls. */
    static Callee none() {
        return new Callee() {
            @Override
            public Answer offered(String session, String sdp) {
                return new Answer.Refuse(Response.BUSY_HERE, "takes no calls");
            }

            @Override
            public void acknowledged(Optional<byte[]> mikey) {}
        };
    }
}
