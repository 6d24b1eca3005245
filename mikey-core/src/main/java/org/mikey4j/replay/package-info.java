/** What was accepted before, so that it is not accepted again (RFC 3830, 5.4). */
@NullMarked
package org.mikey4j.replay;

import org.jspecify.annotations.NullMarked;
