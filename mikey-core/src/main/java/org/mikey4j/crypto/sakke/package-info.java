/**
 * SAKKE key encapsulation (RFC 6508) with Parameter Set 1 (RFC 6509, Appendix A): a shared secret value sent to an
 * identifier, and the keys that a key management service issues for identifiers.
 */
@NullMarked
package org.mikey4j.crypto.sakke;

import org.jspecify.annotations.NullMarked;
