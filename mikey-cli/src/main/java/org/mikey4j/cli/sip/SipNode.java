package org.mikey4j.cli.sip;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ViaHeader;
import javax.sip.message.MessageFactory;

/** A SIP element with sockets of its own: a stack, the addresses it listens on, and a handler for what arrives. */
public final class SipNode implements AutoCloseable {
    private static final AtomicLong STACKS = new AtomicLong();

    private static final int FIRST_PORT = 16_384;
    private static final int LAST_PORT = 32_768;
    private static final int MOST_TRIES = 1_000;

    private final String name;
    private final List<Binding> bindings;
    private final SipPlaces places;
    private final SipStack stack;
    private final SipProvider provider;
    private final AtomicLong faults = new AtomicLong();
    private final List<SipHandler> handlers = new ArrayList<>();
    private final List<SipEvents> listeners = new ArrayList<>();
    private final AddressFactory addresses;
    private final HeaderFactory headers;
    private final MessageFactory messages;

    /**
     * Where a node listens.
     *
     * @param transport udp, tcp or tls
     * @param host the address
     * @param port the port
     */
    public record Binding(String transport, String host, int port) {}

    private SipNode(
            String name,
            List<Binding> bindings,
            Optional<String> host,
            SipStack stack,
            SipProvider provider,
            AddressFactory addresses,
            HeaderFactory headers,
            MessageFactory messages) {
        this.name = name;
        this.bindings = List.copyOf(bindings);
        this.stack = stack;
        this.provider = provider;
        this.addresses = addresses;
        this.headers = headers;
        this.messages = messages;
        this.places = new SipPlaces(this.bindings, host, addresses, headers);
    }

    /**
     * Opens a node; it handles what arrives from then on.
     *
     * @param name what it is called
     * @param bindings where it listens; requests go out from the first that fits
     * @param handler what it does, given the node
     * @throws SipFailure if an address cannot be used
     */
    public static SipNode open(
            String name,
            List<Binding> bindings,
            SipOptions options,
            java.util.function.Function<SipNode, SipHandler> handler) {
        SipFactory factory = SipFactory.getInstance();
        factory.setPathName("gov.nist");
        Properties properties = new Properties();
        properties.putAll(options.properties());
        properties.setProperty("javax.sip.STACK_NAME", name.replace(' ', '-') + '-' + STACKS.incrementAndGet());
        try {
            NodeStack stack = new NodeStack(properties);
            options.tls().ifPresent(((SipSockets) stack.getNetworkLayer())::use);
            List<SipProvider> providers = new ArrayList<>();
            for (Binding binding : bindings) {
                ListeningPoint point = listen(stack, binding);
                if (providers.isEmpty()) {
                    providers.add(stack.createSipProvider(point));
                } else {
                    providers.get(0).addListeningPoint(point);
                }
            }
            SipNode node = new SipNode(
                    name,
                    bindings,
                    options.host(),
                    stack,
                    providers.get(0),
                    factory.createAddressFactory(),
                    factory.createHeaderFactory(),
                    factory.createMessageFactory());
            SipHandler made = handler.apply(node);
            node.handlers.add(made);
            SipEvents events = new SipEvents(node, made, options.tap());
            node.provider.addSipListener(events);
            node.listeners.add(events);
            stack.start();
            return node;
        } catch (SipException | java.util.TooManyListenersException e) {
            throw new SipFailure(name + ": the SIP stack does not start", e);
        }
    }

    private static ListeningPoint listen(SipStack stack, Binding binding) {
        try {
            return stack.createListeningPoint(binding.host(), binding.port(), binding.transport());
        } catch (SipException | InvalidArgumentException e) {
            throw new SipFailure(
                    "cannot listen on " + binding.transport() + ":" + binding.host() + ":" + binding.port(), e);
        }
    }

    /**
     * Different ports of the loopback address that were free a moment ago, for UDP and TCP. They are below those that systems
     * give to sockets that do not ask for one, so that nobody is given them meanwhile.
     */
    public static List<Integer> freePorts(int count) {
        Set<Integer> ports = new LinkedHashSet<>();
        for (int tries = 0; ports.size() < count; tries++) {
            if (tries > MOST_TRIES) {
                throw new SipFailure("no free ports on the loopback address");
            }
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try (ServerSocket tcp = new ServerSocket();
                    DatagramSocket udp = new DatagramSocket(address)) {
                tcp.bind(address);
                ports.add(udp.getLocalPort());
            } catch (IOException e) {
                // Somebody has it.
            }
        }
        return List.copyOf(ports);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Where it listens. */
    public List<Binding> bindings() {
        return bindings;
    }

    /** The first of its ports. */
    public int port() {
        return bindings.get(0).port();
    }

    /** How many messages its handler failed on. */
    public long faults() {
        return faults.get();
    }

    SipProvider provider() {
        return provider;
    }

    HeaderFactory headers() {
        return headers;
    }

    MessageFactory messages() {
        return messages;
    }

    AddressFactory addresses() {
        return addresses;
    }

    /** Does something, and counts it if it fails. */
    void guard(Work work) {
        try {
            work.run();
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException e) {
            fault(e);
        }
    }

    /** Counts something that failed. */
    void fault(Throwable why) {
        faults.incrementAndGet();
        System.getLogger(SipNode.class.getName())
                .log(System.Logger.Level.DEBUG, () -> name + ": a SIP message was not handled", why);
    }

    /** Whether a URI names this node. */
    boolean isHere(SipURI uri) {
        return places.isHere(uri);
    }

    /** The URI of this node for a transport, with loose routing. */
    SipURI uri(String user, String transport) throws ParseException {
        return places.uri(user, transport);
    }

    Address address(String uri) throws ParseException {
        return addresses.createAddress(uri);
    }

    ContactHeader contact(String user, String transport) throws ParseException {
        return places.contact(user, transport);
    }

    /** A Via of this node; the stack fills in the branch. */
    ViaHeader via(String transport) throws ParseException, InvalidArgumentException {
        return places.via(transport);
    }

    /** The transport a URI asks for, if this node has it, otherwise the first this node has. */
    String transportFor(SipURI uri) {
        return places.transportFor(uri);
    }

    /** Stops listening and ends all transactions. Takes a second, which the stack spends on its threads. */
    @Override
    public void close() {
        handlers.forEach(SipHandler::close);
        try {
            stack.stop();
        } catch (RuntimeException e) {
            // The stack can trip over its own sockets when it stops.
            faults.incrementAndGet();
        }
        // The factory of stacks keeps them for ever, and with them whatever they know.
        listeners.forEach(provider::removeSipListener);
    }

    /** Closes nodes at the same time. */
    public static void closeAll(List<SipNode> nodes) {
        List<Thread> closing = new ArrayList<>();
        for (SipNode node : nodes) {
            Thread thread = new Thread(node::close, "close " + node.name);
            thread.start();
            closing.add(thread);
        }
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws SipException, ParseException, InvalidArgumentException;
    }
}
