package org.mikey4j.cli.call;

/**
 * The SSRCs of a call.
 *
 * @param callerSsrc of what the caller sends
 * @param calleeSsrc of what the callee sends
 */
record Streams(long callerSsrc, long calleeSsrc) {}
