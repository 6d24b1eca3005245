package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.Header;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * The proxy of an IMS network that serves its users: registers them, and routes the calls of each through the application
 * server, before it lets them leave the network or reach the user (TS 24.229, 5.4; TS 23.218).
 */
public final class Scscf extends Proxy {
    private static final String ORIGINATING = "orig";
    private static final String TERMINATING = "term";
    private static final String AFTER = "after-";

    private final Network network;
    private final Map<String, Place> registered = new ConcurrentHashMap<>();

    /** Where a user is, and by way of which proxy. */
    private record Place(SipURI contact, Optional<SipURI> path) {}

    /**
     * What an S-CSCF knows of the networks.
     *
     * @param domain its own domain
     * @param applicationServer the URI of the application server on the ISC interface, if calls go through one
     * @param peers the S-CSCFs of other domains, by domain
     */
    public record Network(String domain, Optional<String> applicationServer, Map<String, String> peers) {
        public Network {
            peers = Map.copyOf(peers);
        }
    }

    private Scscf(SipNode node, Network network, Meddler meddler) {
        super(node, meddler);
        this.network = network;
    }

    /** A handler for a node. */
    public static SipHandler handler(SipNode node, Network network, Meddler meddler) {
        return new Scscf(node, network, meddler);
    }

    @Override
    boolean serves(Request request, ServerTransaction transaction)
            throws ParseException, SipException, InvalidArgumentException {
        if (!request.getMethod().equals(Request.REGISTER)) {
            return false;
        }
        SipURI user = (SipURI)
                ((ToHeader) request.getHeader(ToHeader.NAME)).getAddress().getURI();
        ContactHeader contact = (ContactHeader) request.getHeader(ContactHeader.NAME);
        Header path = request.getHeader("Path");
        SipURI at = (SipURI) contact.getAddress().getURI();
        Optional<SipURI> by = path == null
                ? Optional.empty()
                : Optional.of((SipURI) node().address(
                                path.toString().substring("Path:".length()).trim())
                        .getURI());
        registered.put(user.getUser() + "@" + user.getHost(), new Place(at, by));
        Response ok = node().messages().createResponse(Response.OK, request);
        ok.addHeader(contact);
        ok.addHeader(node().headers().createHeader("Service-Route", "<" + node().uri(ORIGINATING, "") + ">"));
        transaction.sendResponse(ok);
        return true;
    }

    @Override
    OptionalInt route(Request request, Optional<RouteHeader> ownRoute) throws ParseException, SipException {
        if (!Pcscf.isInitial(request)) {
            return OptionalInt.empty();
        }
        String stage =
                ownRoute.map(r -> ((SipURI) r.getAddress().getURI()).getUser()).orElse(TERMINATING);
        boolean throughServer = network.applicationServer().isPresent() && !stage.startsWith(AFTER);
        if (throughServer) {
            // The second Route brings the call back here, and tells how far it was (TS 24.229, 5.4.3.2).
            pushRoute(request, node().uri(AFTER + stage, ""));
            SipURI server = (SipURI)
                    node().addresses().createURI(network.applicationServer().orElseThrow());
            server.setUser(stage);
            server.setLrParam();
            pushRoute(request, server);
            return OptionalInt.empty();
        }
        return stage.endsWith(ORIGINATING) ? leave(request) : deliver(request);
    }

    /** The originating half is done: the call goes to the network of the callee, which may be this one. */
    private OptionalInt leave(Request request) throws ParseException, SipException {
        String domain = ((SipURI) request.getRequestURI()).getHost();
        if (domain.equalsIgnoreCase(network.domain())) {
            pushRoute(request, node().uri(TERMINATING, ""));
            return OptionalInt.empty();
        }
        String peer = network.peers().get(domain);
        if (peer == null) {
            return OptionalInt.of(Response.NOT_FOUND);
        }
        SipURI uri = (SipURI) node().addresses().createURI(peer);
        uri.setUser(TERMINATING);
        uri.setLrParam();
        pushRoute(request, uri);
        return OptionalInt.empty();
    }

    private OptionalInt deliver(Request request) throws ParseException, SipException {
        SipURI user = (SipURI) request.getRequestURI();
        Place place = registered.get(user.getUser() + "@" + user.getHost());
        if (place == null) {
            return OptionalInt.of(Response.TEMPORARILY_UNAVAILABLE);
        }
        request.setRequestURI((SipURI) place.contact().clone());
        if (place.path().isPresent()) {
            pushRoute(request, place.path().orElseThrow());
        }
        return OptionalInt.empty();
    }
}
