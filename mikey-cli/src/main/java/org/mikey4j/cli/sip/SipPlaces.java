package org.mikey4j.cli.sip;

import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ViaHeader;
import org.mikey4j.cli.sip.SipNode.Binding;

/** What a node calls itself: in Via the address that responses go to, elsewhere its name, if it has one that others may answer to as well. */
final class SipPlaces {
    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;

    private final List<Binding> bindings;
    private final Optional<String> name;
    private final AddressFactory addresses;
    private final HeaderFactory headers;

    SipPlaces(List<Binding> bindings, Optional<String> name, AddressFactory addresses, HeaderFactory headers) {
        this.bindings = bindings;
        this.name = name;
        this.addresses = addresses;
        this.headers = headers;
    }

    /** Whether a URI names this node. */
    boolean isHere(SipURI uri) {
        String host = uri.getHost().replace("[", "").replace("]", "");
        int port = uri.getPort();
        return bindings.stream()
                .anyMatch(b -> (b.host().equalsIgnoreCase(host)
                                || name.filter(host::equalsIgnoreCase).isPresent())
                        && (port == b.port() || (port < 0 && b.port() == standard(b))));
    }

    private static int standard(Binding binding) {
        return binding.transport().equals("tls") ? SIPS_PORT : SIP_PORT;
    }

    /** The URI of this node for a transport, with loose routing. */
    SipURI uri(String user, String transport) throws ParseException {
        Binding binding = binding(transport);
        SipURI uri = addresses.createSipURI(user.isEmpty() ? null : user, name.orElse(binding.host()));
        uri.setPort(binding.port());
        if (!binding.transport().equals("udp")) {
            uri.setTransportParam(binding.transport());
        }
        uri.setLrParam();
        return uri;
    }

    ContactHeader contact(String user, String transport) throws ParseException {
        SipURI uri = uri(user, transport);
        uri.removeParameter("lr");
        return headers.createContactHeader(addresses.createAddress(uri));
    }

    /** A Via of this node; the stack fills in the branch. */
    ViaHeader via(String transport) throws ParseException, InvalidArgumentException {
        Binding binding = binding(transport);
        return headers.createViaHeader(binding.host(), binding.port(), binding.transport(), null);
    }

    /** The transport a URI asks for, if this node has it, otherwise the first this node has. */
    String transportFor(SipURI uri) {
        String wanted = uri.isSecure() ? "tls" : uri.getTransportParam();
        return binding(wanted == null ? "" : wanted.toLowerCase(Locale.ROOT)).transport();
    }

    private Binding binding(String transport) {
        return bindings.stream()
                .filter(b -> b.transport().equals(transport))
                .findFirst()
                .orElse(bindings.get(0));
    }
}
