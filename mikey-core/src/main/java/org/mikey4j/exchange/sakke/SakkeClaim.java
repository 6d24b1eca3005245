package org.mikey4j.exchange.sakke;

import java.time.Instant;
import org.mikey4j.message.Octets;

/**
 * What a message says that its keys are; none of it is authenticated yet.
 *
 * @param identities from whom and for whom
 * @param at the time of the message, which tells the key period
 * @param idScheme how the identifiers are made; see {@code IdScheme}
 * @param csbId the CSB ID, which in mission-critical services identifies the key
 * @param context as in {@link SakkeResponder#receive}
 */
public record SakkeClaim(SakkeIdentities identities, Instant at, int idScheme, long csbId, Octets context) {}
