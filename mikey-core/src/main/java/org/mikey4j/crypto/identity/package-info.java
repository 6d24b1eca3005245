/**
 * The identifiers that ECCSI and SAKKE keys are bound to, and the periods they are good for: telephone numbers by month
 * (RFC 6509, 3.2) and the hashed user identifiers of mission-critical services (3GPP TS 33.180, F.2.1), with the key
 * identifiers and the key derivation of the latter.
 */
@NullMarked
package org.mikey4j.crypto.identity;

import org.jspecify.annotations.NullMarked;
