/** The {@code mikey} command and its subcommands. */
@NullMarked
package org.mikey4j.cli;

import org.jspecify.annotations.NullMarked;
