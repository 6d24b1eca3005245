/**
 * The registries of the MIKEY name spaces, as assigned by IANA: one class for each, with a constant for each value and a
 * {@link org.mikey4j.message.registry.Registry} that names them. Values are plain integers everywhere, so that a message
 * with a value that nobody knows yet is kept as it came.
 */
@NullMarked
package org.mikey4j.message.registry;

import org.jspecify.annotations.NullMarked;
