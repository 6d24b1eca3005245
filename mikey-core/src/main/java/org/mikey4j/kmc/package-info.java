/**
 * Key management centres of the IMS: they issue a key component for each end of a call, and the ends, or the centres for them,
 * combine the components to a key that both ends prove to hold before media starts. {@code spec-notes/kmc-profile.md} says
 * which messages carry what, and who learns which key.
 */
@NullMarked
package org.mikey4j.kmc;

import org.jspecify.annotations.NullMarked;
