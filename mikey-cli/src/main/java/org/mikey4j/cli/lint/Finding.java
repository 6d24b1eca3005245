package org.mikey4j.cli.lint;

import java.util.OptionalInt;
import org.mikey4j.message.Severity;

/**
 * One thing that a rule found.
 *
 * @param rule the rule
 * @param severity how much it matters under the profile
 * @param source where, for example {@code cam.sdp:12}
 * @param offset octets from the start of the message, if it is about octets
 * @param where the payload or the line it is about, for example {@code KEMAC} or {@code a=key-mgmt}
 * @param message one sentence about this very case; never contains key material
 */
public record Finding(Rule rule, Severity severity, String source, OptionalInt offset, String where, String message) {}
