package org.mikey4j.cli.call;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mikey4j.cli.sip.B2bua;
import org.mikey4j.cli.sip.B2buaLimits;
import org.mikey4j.cli.sip.BodyExchange;
import org.mikey4j.cli.sip.Callee;
import org.mikey4j.cli.sip.DialogStore;
import org.mikey4j.cli.sip.Meddler;
import org.mikey4j.cli.sip.Pcscf;
import org.mikey4j.cli.sip.Scscf;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.cli.sip.SipNode.Binding;
import org.mikey4j.cli.sip.SipOptions;
import org.mikey4j.cli.sip.SipTap;
import org.mikey4j.cli.sip.SipText;
import org.mikey4j.cli.sip.UserAgent;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.Sdp;

/** Both networks on the loopback address: for each a telephone, a P-CSCF, an S-CSCF and a centre, each with its own socket. */
final class Network implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Octets NO_OCTETS = Octets.EMPTY;

    private final CallTrace trace;
    private final SecureRandom random;
    private final List<SipNode> nodes = new ArrayList<>();
    private final UserAgent alice;
    private final UserAgent bob;

    /** The names of the elements, from the caller to the callee. */
    static final List<String> ELEMENTS =
            List.of("UE_A", "P-CSCF_A", "S-CSCF_A", "KMC_A", "KMC_B", "S-CSCF_B", "P-CSCF_B", "UE_B");

    /**
     * Opens all sockets.
     *
     * @param attacker owns the S-CSCF of the callee's network
     */
    Network(
            CallTrace trace,
            BodyExchange callerCentre,
            BodyExchange calleeCentre,
            Callee callee,
            Meddler attacker,
            Clock clock,
            SecureRandom random) {
        this.trace = trace;
        this.random = random;
        Map<String, Integer> ports = new java.util.LinkedHashMap<>();
        List<Integer> free = SipNode.freePorts(ELEMENTS.size());
        for (String element : ELEMENTS) {
            int port = free.get(ports.size());
            ports.put(element, port);
            trace.name(port, element);
        }
        try {
            Scscf.Network homeA = new Scscf.Network(
                    Parties.DOMAIN_A,
                    Optional.of(uri(ports, "KMC_A")),
                    Map.of(Parties.DOMAIN_B, uri(ports, "S-CSCF_B")));
            Scscf.Network homeB = new Scscf.Network(
                    Parties.DOMAIN_B,
                    Optional.of(uri(ports, "KMC_B")),
                    Map.of(Parties.DOMAIN_A, uri(ports, "S-CSCF_A")));
            open("S-CSCF_A", ports, node -> Scscf.handler(node, homeA, Meddler.none()));
            open("S-CSCF_B", ports, node -> Scscf.handler(node, homeB, attacker));
            open(
                    "KMC_A",
                    ports,
                    node -> new B2bua(node, callerCentre, DialogStore.NONE, B2buaLimits.STANDARD, clock, random));
            open(
                    "KMC_B",
                    ports,
                    node -> new B2bua(node, calleeCentre, DialogStore.NONE, B2buaLimits.STANDARD, clock, random));
            open("P-CSCF_A", ports, node -> Pcscf.handler(node, uri(ports, "S-CSCF_A"), Meddler.none()));
            open("P-CSCF_B", ports, node -> Pcscf.handler(node, uri(ports, "S-CSCF_B"), Meddler.none()));
            alice = telephone("UE_A", "alice", Parties.DOMAIN_A, uri(ports, "P-CSCF_A"), ports, Callee.none());
            bob = telephone("UE_B", "bob", Parties.DOMAIN_B, uri(ports, "P-CSCF_B"), ports, callee);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static String uri(Map<String, Integer> ports, String element) {
        return "sip:" + HOST + ":" + ports.getOrDefault(element, 0);
    }

    private SipNode open(
            String name,
            Map<String, Integer> ports,
            java.util.function.Function<SipNode, org.mikey4j.cli.sip.SipHandler> handler) {
        return open(name, ports, new SipOptions(), handler);
    }

    private SipNode open(
            String name,
            Map<String, Integer> ports,
            SipOptions options,
            java.util.function.Function<SipNode, org.mikey4j.cli.sip.SipHandler> handler) {
        SipTap tap = this::seen;
        Binding binding = new Binding("udp", HOST, ports.getOrDefault(name, 0));
        SipNode node = SipNode.open(name, List.of(binding), options.tap(tap), handler);
        nodes.add(node);
        return node;
    }

    private UserAgent telephone(
            String name, String user, String domain, String proxy, Map<String, Integer> ports, Callee callee) {
        UserAgent[] made = new UserAgent[1];
        open(name, ports, new SipOptions().dialogs(), node -> {
            made[0] = new UserAgent(node, user, domain, proxy, random, callee);
            return made[0];
        });
        return made[0];
    }

    private void seen(int fromPort, String to, int toPort, Message message) {
        String label = message instanceof Request request
                ? request.getMethod()
                : ((Response) message).getStatusCode() + " " + ((Response) message).getReasonPhrase();
        List<Octets> keys = new ArrayList<>();
        if (SipText.hasSdp(message)) {
            Sdp.parse(SipText.body(message)).attributes().stream()
                    .filter(a -> a.isMikey() && a.data().isReadable())
                    .forEach(a -> keys.add(a.data().octets()));
        }
        SipText.mikey(message).ifPresent(octets -> keys.add(Octets.copyOf(octets)));
        byte[] octets = SipText.octets(message);
        trace.passed(
                CallTrace.Kind.SIP,
                fromPort,
                toPort,
                label,
                keys,
                octets.length == 0 ? NO_OCTETS : Octets.copyOf(octets));
    }

    UserAgent alice() {
        return alice;
    }

    UserAgent bob() {
        return bob;
    }

    /** How many messages some element failed on. */
    long faults() {
        return nodes.stream().mapToLong(SipNode::faults).sum();
    }

    @Override
    public void close() {
        SipNode.closeAll(nodes);
    }
}
