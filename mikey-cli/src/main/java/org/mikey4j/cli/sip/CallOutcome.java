package org.mikey4j.cli.sip;

import java.util.Optional;

/**
 * What came of a call.
 *
 * @param status the status of the final response; 408 if none came
 * @param sdp the description in it
 * @param warning what its Warning says
 * @param mikey the octets of a body of type application/mikey
 */
public record CallOutcome(int status, Optional<String> sdp, Optional<String> warning, Optional<byte[]> mikey) {
    /** Whether the callee took the call. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    static CallOutcome without(int status) {
        return new CallOutcome(status, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
