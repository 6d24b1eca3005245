/** Finds MIKEY messages in whatever carries them: raw octets, hex, base64, SDP, SIP, RTSP, logs. */
@NullMarked
package org.mikey4j.cli.carrier;

import org.jspecify.annotations.NullMarked;
