/**
 * Prime-field and elliptic-curve arithmetic for secrets, shared by ECCSI (RFC 6507), SAKKE (RFC 6508) and
 * Boneh and Franklin's encryption (RFC 5091): no branch and no memory address depends on a secret. Not exported.
 */
@NullMarked
package org.mikey4j.crypto.internal;

import org.jspecify.annotations.NullMarked;
