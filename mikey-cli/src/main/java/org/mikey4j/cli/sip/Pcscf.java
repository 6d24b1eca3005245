package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;

/**
 * The first proxy of an IMS network that a user meets: writes itself into the path of registrations (RFC 3327) and sends
 * requests of its users to their S-CSCF (TS 24.229, 5.2).
 */
public final class Pcscf extends Proxy {
    private static final String TERMINATING = "term";

    private final SipURI scscf;

    private Pcscf(SipNode node, String scscf, Meddler meddler) throws ParseException {
        super(node, meddler);
        this.scscf = (SipURI) node.addresses().createURI(scscf);
        this.scscf.setLrParam();
    }

    /**
     * A handler for a node.
     *
     * @param scscf the URI of the S-CSCF of the home network
     */
    public static SipHandler handler(SipNode node, String scscf, Meddler meddler) {
        try {
            return new Pcscf(node, scscf, meddler);
        } catch (ParseException e) {
            throw new SipFailure(scscf + " is no SIP URI", e);
        }
    }

    @Override
    OptionalInt route(Request request, Optional<RouteHeader> ownRoute) throws ParseException, SipException {
        if (request.getMethod().equals(Request.REGISTER)) {
            request.addFirst(node().headers().createHeader("Path", "<" + node().uri(TERMINATING, "") + ">"));
            pushRoute(request, scscf);
        } else if (isInitial(request) && !isTerminating(ownRoute)) {
            SipURI originating = (SipURI) scscf.clone();
            originating.setUser("orig");
            pushRoute(request, originating);
        }
        return OptionalInt.empty();
    }

    /** Whether the request came by the path that this proxy put into the registration. */
    private static boolean isTerminating(Optional<RouteHeader> ownRoute) {
        return ownRoute.map(route -> ((SipURI) route.getAddress().getURI()).getUser())
                .filter(TERMINATING::equals)
                .isPresent();
    }

    static boolean isInitial(Request request) {
        return ((javax.sip.header.ToHeader) request.getHeader(javax.sip.header.ToHeader.NAME)).getTag() == null;
    }
}
