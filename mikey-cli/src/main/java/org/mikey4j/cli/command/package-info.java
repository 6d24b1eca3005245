/** The subcommands of {@code mikey}, one class each. */
@NullMarked
package org.mikey4j.cli.command;

import org.jspecify.annotations.NullMarked;
