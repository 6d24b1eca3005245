package org.mikey4j.cli.sip;

import java.text.ParseException;
import javax.sip.message.Message;

/** Changes what a proxy forwards, for an attacker who owns it. */
@FunctionalInterface
public interface Meddler {
    /** Sees a message that is about to be forwarded, and may change it. */
    void meddle(Message message) throws ParseException;

    /** Forwards as it is. */
    static Meddler none() {
        return message -> {};
    }

    /** Changes descriptions of sessions only. */
    static Meddler ofDescriptions(SdpChange change) {
        return message -> {
            if (SipText.hasSdp(message)) {
                SipText.setBody(
                        message, change.change(message instanceof javax.sip.message.Request, SipText.body(message)));
            }
        };
    }

    /** Changes a description. */
    @FunctionalInterface
    interface SdpChange {
        /**
         * Changes one, or leaves it.
         *
         * @param inRequest whether it comes in a request
         * @param sdp the description
         * @return what goes on
         */
        String change(boolean inRequest, String sdp);
    }
}
