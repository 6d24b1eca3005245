/** Whether a certificate is to be trusted, and whether it is the peer's (RFC 3830, 4.3). */
@NullMarked
package org.mikey4j.trust;

import org.jspecify.annotations.NullMarked;
