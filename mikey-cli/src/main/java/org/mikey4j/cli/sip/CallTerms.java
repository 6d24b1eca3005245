package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.time.Instant;
import javax.sip.header.CallIdHeader;
import javax.sip.message.Request;

/**
 * What stays as it is in a call through a back-to-back user agent.
 *
 * @param invite the INVITE as the caller sent it
 * @param offers whether it has a description of the session
 * @param stage the user part of the Route that brought it here
 * @param calleeCallId the Call-ID on the callee's side
 * @param ownTag the From tag there
 * @param failureTag the To tag of a failure that belongs to no branch
 * @param began when it came
 */
record CallTerms(
        Request invite,
        boolean offers,
        String stage,
        CallIdHeader calleeCallId,
        String ownTag,
        String failureTag,
        Instant began) {
    /** Of a call that begins. */
    static CallTerms of(SipNode node, Request invite, String stage, BridgedCall.Tokens tokens, Instant now)
            throws ParseException {
        return new CallTerms(
                invite,
                SipText.hasSdp(invite),
                stage,
                node.headers()
                        .createCallIdHeader(
                                tokens.next() + "@" + node.bindings().get(0).host()),
                tokens.next(),
                tokens.next(),
                now);
    }
}
