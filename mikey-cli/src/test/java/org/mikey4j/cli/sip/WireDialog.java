package org.mikey4j.cli.sip;

import org.mikey4j.cli.sip.WirePhone.Seen;

/**
 * A dialog as one end has it.
 *
 * @param phone the end
 * @param node the port that requests go to
 * @param target the Request-URI
 * @param from who the end is, with its tag
 * @param to who the other is, with its tag
 * @param callId of the dialog
 */
public record WireDialog(WirePhone phone, int node, String target, String from, String to, String callId) {
    /** Of who called, by an answer. */
    public static WireDialog ofCaller(WirePhone phone, int node, Seen answer) {
        return new WireDialog(
                phone, node, answer.contact(), answer.header("From"), answer.header("To"), answer.header("Call-ID"));
    }

    /** Of who was called, by the INVITE. */
    public static WireDialog ofCallee(WirePhone phone, int node, Seen invite, String tag) {
        return new WireDialog(
                phone,
                node,
                invite.contact(),
                invite.header("To") + ";tag=" + tag,
                invite.header("From"),
                invite.header("Call-ID"));
    }

    /** Sends a request, with these headers besides; each method and number has a branch of its own. */
    public void send(String method, int cseq, String more, String body) {
        send(method, cseq, branch(method, cseq), more, body);
    }

    /** Acknowledges a response without success, or gives up: part of the transaction of the INVITE. */
    public void within(String method, int cseq, String to) {
        new WireDialog(phone, node, target, from, to, callId).send(method, cseq, branch("INVITE", cseq), "", "");
    }

    private String branch(String method, int cseq) {
        return "z9hG4bK" + method + cseq + "at" + phone.port();
    }

    private void send(String method, int cseq, String branch, String more, String body) {
        phone.send(
                node,
                method + " " + target + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + phone.port() + ";branch=" + branch
                        + "\r\nFrom: " + from + "\r\nTo: " + to + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + " "
                        + method + "\r\nMax-Forwards: 70\r\n" + more + phone.contact() + WirePhone.tail(body));
    }
}
