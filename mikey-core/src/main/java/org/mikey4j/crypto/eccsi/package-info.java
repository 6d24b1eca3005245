/**
 * ECCSI signatures (RFC 6507) as MIKEY-SAKKE uses them (RFC 6509, 2.1.1): P-256 with SHA-256, keys bound to identifiers by
 * a key management service.
 */
@NullMarked
package org.mikey4j.crypto.eccsi;

import org.jspecify.annotations.NullMarked;
