/** Follows exchanges through a capture: which message answers which, what both ends should hold, and what went wrong. */
@NullMarked
package org.mikey4j.cli.trace;

import org.jspecify.annotations.NullMarked;
