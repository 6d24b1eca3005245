package org.mikey4j.cli.conformance;

import org.mikey4j.exchange.RejectReason;

/**
 * A fault of one message of a mode, and why it has to be refused.
 *
 * @param rule the requirement that it breaks; see {@code spec-notes/conformance}
 * @param reason for which we refuse it; others may name it otherwise
 */
record Flaw(Fault fault, String rule, RejectReason reason) {}
