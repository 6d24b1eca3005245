/**
 * Finds MIKEY in captures of a network: files of tcpdump and Wireshark, the protocols below, and the SIP, RTSP, SAP and MIKEY
 * messages in them. Reads a file once from its beginning to its end and keeps little of it.
 */
@NullMarked
package org.mikey4j.cli.capture;

import org.jspecify.annotations.NullMarked;
