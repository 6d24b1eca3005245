/** The steps that the modes have in common. Not exported. */
@NullMarked
package org.mikey4j.exchange.internal;

import org.jspecify.annotations.NullMarked;
