package org.mikey4j.exchange;

import java.util.List;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;

/** What came of a response for who has no secret of the exchange: {@link Authentic} or {@link Rejected}. */
public sealed interface WitnessResult permits WitnessResult.Authentic, Rejected {
    /**
     * The response is authentic and answers the message.
     *
     * @param responder who it is from
     * @param diagnostics what had to be accepted
     */
    record Authentic(IdPayload responder, List<Diagnostic> diagnostics) implements WitnessResult {
        public Authentic {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
