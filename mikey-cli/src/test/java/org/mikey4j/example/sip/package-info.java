/**
 * A telephone whose calls are keyed by MIKEY, on JAIN-SIP: how a SIP stack links the library. {@link
 * org.mikey4j.example.sip.CallKeys} has every call into it; {@code docs/linking.md} says where each belongs.
 */
@NullMarked
package org.mikey4j.example.sip;

import org.jspecify.annotations.NullMarked;
