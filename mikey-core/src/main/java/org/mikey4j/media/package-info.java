/** What SRTP takes from a security association: master keys and master salts (RFC 3830, 6.10.1; RFC 3711, 3.2.1). */
@NullMarked
package org.mikey4j.media;

import org.jspecify.annotations.NullMarked;
