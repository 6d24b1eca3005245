package org.mikey4j.cli.capture;

import java.time.Instant;
import java.util.List;
import org.mikey4j.cli.carrier.Carried;

/**
 * A message of SIP, RTSP or SAP, or a datagram of MIKEY alone.
 *
 * @param frame the number of the packet that completed it, from 1; in a text the line where it begins, 0 if it has no lines
 * @param at when that was; the beginning of 1970 in a text
 * @param source the address and port that it came from
 * @param target the address and port that it went to
 * @param transport what carried it: {@code UDP} or {@code TCP}; empty in a text
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

    /** A message of SIP or RTSP in a text. It tells of its ends what its headers tell. */
    public static Signal ofText(long line, String text, List<Carried> messages) {
        SignalHead head = SignalHead.of(text);
        boolean sip = head.isSip();
        String from = sip ? head.uri("from", "f") : "client";
        String to = sip ? head.uri("to", "t") : "server";
        return new Signal(
                line,
                Instant.EPOCH,
                head.isResponse() ? to : from,
                head.isResponse() ? from : to,
                "",
                sip ? "SIP" : "RTSP",
                head.label(),
                sip ? head.header("call-id", "i") : "RTSP",
                head.transaction(),
                sip ? head.tag("from", "f") : "",
                sip ? head.tag("to", "t") : "",
                messages);
    }

    /** MIKEY alone in a text. */
    public static Signal ofMessage(long line, boolean isInitial, Carried message) {
        return new Signal(
                line,
                Instant.EPOCH,
                isInitial ? "Initiator" : "Responder",
                isInitial ? "Responder" : "Initiator",
                "",
                "MIKEY",
                "",
                "",
                "",
                "",
                "",
                List.of(message));
    }

    /** Whether it is of a capture, and not of a text: the time is known, and the place is a packet. */
    public boolean isCaptured() {
        return !transport.isEmpty();
    }

    /** Where it is: {@code frame 3}, or {@code line 17}. */
    public String place() {
        return isCaptured() ? "frame " + frame : frame == 0 ? "the input" : "line " + frame;
    }
}
