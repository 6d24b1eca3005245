/**
 * MIKEY in SDP and RTSP (RFC 4567): key-mgmt attributes, KeyMgmt headers, offers and answers. Text goes in and comes out;
 * every character that is not part of a key-mgmt line stays as it was.
 */
@NullMarked
package org.mikey4j.sdp;

import org.jspecify.annotations.NullMarked;
