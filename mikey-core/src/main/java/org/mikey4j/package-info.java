/** What every package of mikey4j shares: its exceptions. */
@NullMarked
package org.mikey4j;

import org.jspecify.annotations.NullMarked;
