package org.mikey4j.cli.sip;

import java.time.Duration;

/**
 * What a back-to-back user agent keeps at most.
 *
 * @param settingUp calls that have no final answer yet
 * @param calls calls in all
 * @param retryAfter what a caller above the bounds is told
 * @param ringing how long a callee may go without a word before the call is given up (Timer C, RFC 3261, 16.8)
 * @param longest after this time a call may be forgotten
 */
public record B2buaLimits(int settingUp, int calls, Duration retryAfter, Duration ringing, Duration longest) {
    /** 2,000 calls being set up, 100,000 in all, 5 seconds, 3 minutes, one day. */
    public static final B2buaLimits STANDARD =
            new B2buaLimits(2_000, 100_000, Duration.ofSeconds(5), Duration.ofMinutes(3), Duration.ofDays(1));
}
