/**
 * What every exchange shares: settings, results, and the security association that an exchange ends in (RFC 3830, 3 to 5).
 * Each mode has a package of its own below this one, with an Initiator and a Responder.
 */
@NullMarked
package org.mikey4j.exchange;

import org.jspecify.annotations.NullMarked;
