/** The rules by subject; each says in one place what it looks for, why that matters, what to do, and who does it. */
@NullMarked
package org.mikey4j.cli.lint.rule;

import org.jspecify.annotations.NullMarked;
