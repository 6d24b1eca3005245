/**
 * A key management centre as a program: what it does with the calls that an S-CSCF routes to it, and its connections with the
 * centres of other networks (spec-notes/kmc-profile.md).
 */
@NullMarked
package org.mikey4j.cli.kmc;

import org.jspecify.annotations.NullMarked;
