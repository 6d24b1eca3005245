/** Tests other implementations through an adapter: a program that reads and writes lines of JSON. */
@NullMarked
package org.mikey4j.cli.conformance;

import org.jspecify.annotations.NullMarked;
