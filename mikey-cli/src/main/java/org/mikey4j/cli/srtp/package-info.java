/** Protects and opens SRTP, packet by packet or for a whole capture. */
@NullMarked
package org.mikey4j.cli.srtp;

import org.jspecify.annotations.NullMarked;
