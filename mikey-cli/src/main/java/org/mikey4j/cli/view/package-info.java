/** A message as it is shown: its fields with their octets and what they mean, as a tree, as JSON, or beside another. */
@NullMarked
package org.mikey4j.cli.view;

import org.jspecify.annotations.NullMarked;
