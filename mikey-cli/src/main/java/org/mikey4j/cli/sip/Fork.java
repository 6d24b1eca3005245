package org.mikey4j.cli.sip;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sip.address.Address;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * A dialog with the callee, one for each branch that answers (RFC 3261, 12.1), and the tag by which the caller knows it.
 * Guarded by its call.
 */
final class Fork {
    private final String calleeTag;
    private final String callerTag;
    private final List<Address> routes;
    private Address target;
    private State state = State.EARLY;
    private @Nullable Response fromCallee;
    private @Nullable Response fromCaller;

    /** How far it is. */
    enum State {
        /** Only provisional responses came. */
        EARLY,
        /** Answered. */
        CONFIRMED,
        /** Hung up. */
        OVER
    }

    Fork(String calleeTag, String callerTag, List<Address> routes, Address target) {
        this.calleeTag = calleeTag;
        this.callerTag = callerTag;
        this.routes = List.copyOf(routes);
        this.target = target;
    }

    /** The branch that gave this response to the first INVITE. */
    static Fork of(Response response, String callerTag, Address otherwise) {
        ContactHeader contact = (ContactHeader) response.getHeader(ContactHeader.NAME);
        List<Address> routes = LegMessages.recordRoutes(response);
        Collections.reverse(routes);
        return new Fork(
                LegMessages.tag(response, ToHeader.NAME),
                callerTag,
                routes,
                contact == null ? otherwise : contact.getAddress());
    }

    /** The To tag that the callee gave. */
    String calleeTag() {
        return calleeTag;
    }

    /** The To tag that the caller was given. */
    String callerTag() {
        return callerTag;
    }

    /** The way to the callee. */
    List<Address> routes() {
        return routes;
    }

    Address target() {
        return target;
    }

    /** Requests go there from now on (RFC 3261, 12.2). */
    void moveTo(Address contact) {
        target = contact;
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    /** Keeps the 2xx that one side was sent last, for when it has to be sent again. */
    void keep(Response success, boolean toCaller) {
        if (toCaller) {
            fromCallee = success;
        } else {
            fromCaller = success;
        }
    }

    /** The 2xx that one side was sent last. */
    Optional<Response> kept(boolean toCaller) {
        return Optional.ofNullable(toCaller ? fromCallee : fromCaller);
    }

    /** The 2xx that one side was sent for the INVITE with this number. */
    Optional<Response> kept(boolean toCaller, long cseq) {
        return kept(toCaller).filter(r -> ((CSeqHeader) r.getHeader(CSeqHeader.NAME)).getSeqNumber() == cseq);
    }
}
