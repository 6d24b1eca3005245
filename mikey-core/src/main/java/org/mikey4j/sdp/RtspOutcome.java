package org.mikey4j.sdp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.Diagnostic;

/** What an RTSP server does about a SETUP, as far as keys decide it (RFC 4567, 4.2). */
public sealed interface RtspOutcome {
    /** No keys came, and none were expected; the setup goes on. */
    record NoKeys() implements RtspOutcome {}

    /**
     * The keys are there; the setup goes on.
     *
     * @param associations the keys and policies by section, see {@link SdpSection#media}; none for a message that was
     *     received before, in the same context
     * @param keyMgmt the value of the KeyMgmt header of the response; empty if it needs none
     * @param diagnostics what is odd about the header
     */
    record Keyed(Map<Integer, SecurityAssociation> associations, Optional<String> keyMgmt, List<Diagnostic> diagnostics)
            implements RtspOutcome {
        public Keyed {
            associations = Map.copyOf(associations);
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /**
     * The setup is aborted, with this response; no association is left.
     *
     * @param status its status: 463, or 403 where keys are expected and none came
     * @param keyMgmt the value of its KeyMgmt header, with an error message; empty if there is none
     * @param reason why the message was refused; empty if it never got that far
     * @param diagnostics what is wrong with the header
     */
    record Failed(RtspStatus status, Optional<String> keyMgmt, Optional<Rejected> reason, List<Diagnostic> diagnostics)
            implements RtspOutcome {
        public Failed {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
