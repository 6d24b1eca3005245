package org.mikey4j.cli.capture;

import java.time.Instant;
import java.util.List;
import org.mikey4j.cli.carrier.Carried;

/**
 * A message of SIP, RTSP or SAP, or a datagram of MIKEY alone.
 *
 * @param frame the number of the packet that completed it, from 1
 * @param at when that was
 * @param source the address and port that it came from
 * @param target the address and port that it went to
 * @param transport what carried it: {@code UDP} or {@code TCP}
 * @param protocol {@code SIP}, {@code RTSP}, {@code SAP} or {@code MIKEY}
 * @param label what it is in a few words, such as {@code INVITE} or {@code 200 INVITE}
 * @param dialog what it belongs to: the Call-ID of SIP, in RTSP the connection
 * @param transaction the number in CSeq; empty if there is none
 * @param fromTag the tag of who began the dialog
 * @param toTag the tag of the other end; answers of forks differ in it
 * @param messages the MIKEY in it
 */
public record Signal(
        long frame,
        Instant at,
        String source,
        String target,
        String transport,
        String protocol,
        String label,
        String dialog,
        String transaction,
        String fromTag,
        String toTag,
        List<Carried> messages) {
    public Signal {
        messages = List.copyOf(messages);
    }

    /** Whether it is a response of SIP or RTSP. */
    public boolean isResponse() {
        return !label.isEmpty() && Character.isDigit(label.charAt(0));
    }
}
