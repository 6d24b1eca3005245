/** Where secrets come from: never from the command line itself, except for tests. */
@NullMarked
package org.mikey4j.cli.secret;

import org.jspecify.annotations.NullMarked;
