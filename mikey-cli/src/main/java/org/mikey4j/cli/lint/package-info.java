/** What is wrong, weak or risky about messages and what carries them: rules, the linter that applies them, its outputs. */
@NullMarked
package org.mikey4j.cli.lint;

import org.jspecify.annotations.NullMarked;
