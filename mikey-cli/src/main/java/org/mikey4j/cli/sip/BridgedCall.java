package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.address.Address;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * One call through a back-to-back user agent: a dialog with the caller and, for each branch that answers, one with the
 * callee. Guarded by its own monitor; what has to happen in order goes through its lane.
 */
final class BridgedCall {
    private static final int MOST_FORKS = 64;
    private static final int MOST_CROSSED = 256;

    private final CallTerms terms;
    private final Forwarded first;
    private final LegMessages messages;
    private final Lane lane;
    private final Map<String, Fork> forks = new LinkedHashMap<>();
    private final Map<String, BodyExchange.Passage> crossed = new HashMap<>();
    private Address callerTarget;
    private volatile Instant lastSign;
    private boolean settled;
    private boolean over;
    private volatile long version;

    /** A call that begins. */
    BridgedCall(SipNode node, CallTerms terms, ServerTransaction transaction) {
        this.terms = terms;
        this.first = new Forwarded(this, transaction);
        this.lastSign = terms.began();
        this.callerTarget = ((ContactHeader) terms.invite().getHeader(ContactHeader.NAME)).getAddress();
        this.messages = new LegMessages(node, terms);
        this.lane = new Lane(node::fault);
    }

    /** A call that was answered by another process. */
    BridgedCall(SipNode node, CallTerms terms, Address callerTarget, List<Fork> forks, long version) {
        this.terms = terms;
        this.first = new Forwarded(this, terms.invite());
        this.lastSign = terms.began();
        this.callerTarget = callerTarget;
        this.messages = new LegMessages(node, terms);
        this.lane = new Lane(node::fault);
        this.settled = true;
        this.version = version;
        forks.forEach(fork -> this.forks.put(fork.calleeTag(), fork));
    }

    /** Makes tags and Call-IDs that nobody can guess. */
    @FunctionalInterface
    interface Tokens {
        String next();
    }

    Lane lane() {
        return lane;
    }

    LegMessages messages() {
        return messages;
    }

    CallTerms terms() {
        return terms;
    }

    Request invite() {
        return terms.invite();
    }

    /** The INVITE that began it. */
    Forwarded first() {
        return first;
    }

    /** The To tag of a failure that belongs to no branch. */
    String failureTag() {
        return terms.failureTag();
    }

    String callerCallId() {
        return callId(terms.invite());
    }

    String calleeCallId() {
        return terms.calleeCallId().getCallId();
    }

    static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    long cseq() {
        return cseq(terms.invite());
    }

    static long cseq(Message message) {
        return ((CSeqHeader) message.getHeader(CSeqHeader.NAME)).getSeqNumber();
    }

    /** When something was last heard of it. */
    Instant lastSign() {
        return lastSign;
    }

    void sign(Instant now) {
        lastSign = now;
    }

    boolean isSettled() {
        return settled;
    }

    /** The first INVITE has its final response; true the first time. */
    boolean settle() {
        boolean isFirst = !settled;
        settled = true;
        return isFirst;
    }

    boolean isOver() {
        return over;
    }

    /** Ends the call; true the first time. */
    boolean end() {
        boolean isFirst = !over;
        over = true;
        return isFirst;
    }

    /** Tells what is kept of it in a store from what was before; 0 if nothing is. */
    long version() {
        return version;
    }

    void keptAs(long number) {
        version = number;
    }

    Address callerTarget() {
        return callerTarget;
    }

    List<Fork> forks() {
        return List.copyOf(forks.values());
    }

    /** Whether a request is the INVITE that began it, sent again (RFC 3261, 17.2.3). */
    boolean isBegunBy(Request request) {
        return cseq(request) == cseq()
                && branch(request).equals(branch(terms.invite()))
                && LegMessages.tag(request, FromHeader.NAME).equals(LegMessages.tag(terms.invite(), FromHeader.NAME));
    }

    private static String branch(Request request) {
        return String.valueOf(((ViaHeader) request.getHeader(ViaHeader.NAME)).getBranch());
    }

    /** Whether a message comes from the caller's side. */
    boolean isFromCaller(Message message) {
        return callId(message).equals(callerCallId());
    }

    /** The branch that a request within the dialogs belongs to. */
    synchronized Optional<Fork> fork(Request request) {
        String to = LegMessages.tag(request, ToHeader.NAME);
        if (isFromCaller(request)) {
            return forks.values().stream()
                    .filter(f -> f.callerTag().equals(to))
                    .filter(f -> f.state() != Fork.State.OVER)
                    .findFirst();
        }
        return terms.ownTag().equals(to)
                ? Optional.ofNullable(forks.get(LegMessages.tag(request, FromHeader.NAME)))
                        .filter(f -> f.state() != Fork.State.OVER)
                : Optional.empty();
    }

    /** The branch of a response of the callee to the first INVITE; a new tag is a new branch. */
    Optional<Fork> fork(Response response, Tokens tokens) {
        String tag = LegMessages.tag(response, ToHeader.NAME);
        if (tag.isEmpty()) {
            return Optional.empty();
        }
        ContactHeader contact = (ContactHeader) response.getHeader(ContactHeader.NAME);
        Fork fork = forks.get(tag);
        if (fork == null && forks.size() < MOST_FORKS) {
            fork = Fork.of(response, tokens.next(), callerTarget);
            forks.put(tag, fork);
        } else if (fork != null && contact != null) {
            fork.moveTo(contact.getAddress());
        }
        return Optional.ofNullable(fork);
    }

    /** The branch that gave a response to a request within a dialog. */
    Optional<Fork> answering(Response response) {
        return isFromCaller(response)
                ? forks.values().stream()
                        .filter(f -> f.callerTag().equals(LegMessages.tag(response, FromHeader.NAME)))
                        .findFirst()
                : Optional.ofNullable(forks.get(LegMessages.tag(response, ToHeader.NAME)));
    }

    /** A branch is hung up; true if it was the last of those that were answered. */
    boolean hangUp(Fork fork) {
        fork.become(Fork.State.OVER);
        return settled && forks.values().stream().noneMatch(f -> f.state() == Fork.State.CONFIRMED);
    }

    /** A request within a dialog, for the other side. */
    Request across(Request request, Fork fork, String body)
            throws ParseException, SipException, InvalidArgumentException {
        ContactHeader contact = (ContactHeader) request.getHeader(ContactHeader.NAME);
        if (isFromCaller(request)) {
            callerTarget = contact == null ? callerTarget : contact.getAddress();
            return messages.toCallee(request, fork, body);
        }
        if (contact != null) {
            fork.moveTo(contact.getAddress());
        }
        return messages.toCaller(request, fork, callerTarget, body);
    }

    /** A description of this call on its way. */
    BodyExchange.Crossing crossing(Crossings.Way way, String sdp) {
        return new BodyExchange.Crossing(
                callerCallId(),
                SipText.session(terms.invite()),
                terms.stage(),
                SipText.identity(terms.invite(), FromHeader.NAME),
                SipText.identity(terms.invite(), ToHeader.NAME),
                way.fromCaller(),
                way.offer(),
                way.renewal(),
                way.branch(),
                sdp);
    }

    /** What became of a description before; the same one on the same branch gets the same, however often it comes. */
    synchronized Optional<BodyExchange.Passage> crossed(BodyExchange.Crossing crossing) {
        return Optional.ofNullable(crossed.get(key(crossing)));
    }

    synchronized void keep(BodyExchange.Crossing crossing, BodyExchange.Passage passage) {
        if (crossed.size() < MOST_CROSSED) {
            crossed.put(key(crossing), passage);
        }
    }

    private static String key(BodyExchange.Crossing c) {
        return c.fromCaller() + "/" + c.offer() + "/" + c.renewal() + "/" + c.branch() + "/" + c.sdp();
    }
}
