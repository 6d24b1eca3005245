/** How results are written: JSON, trees of fields, colour. */
@NullMarked
package org.mikey4j.cli.output;

import org.jspecify.annotations.NullMarked;
