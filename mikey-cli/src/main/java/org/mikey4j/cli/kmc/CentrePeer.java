package org.mikey4j.cli.kmc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.mikey4j.kmc.CentreMessage;
import org.mikey4j.kmc.KmcRefusal;

/**
 * The centre of another network, and the connections with it. How many ask it at once is bounded, and after it failed it is
 * asked by one at a time until it answers, so that a centre that hangs takes few threads from calls to others. Thread-safe.
 */
final class CentrePeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final long NANOS = 1_000_000L;
    private static final int MOST_ASKING = 4;
    private static final int MOST_WAITING = 32;

    private final String domain;
    private final InetSocketAddress address;
    private final CentreTls tls;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> open = new HashSet<>();
    private int asking;
    private int waiting;
    private boolean suspect;
    private boolean closed;

    /**
     * @param domain its network, which its certificate must be for
     * @param address where it listens
     * @param tls what we show it and whom we trust
     */
    CentrePeer(String domain, InetSocketAddress address, CentreTls tls) {
        this.domain = domain;
        this.address = address;
        this.tls = tls;
    }

    private record Connection(SSLSocket socket, DataInputStream in, DataOutputStream out) {
        CentreMessage ask(CentreMessage request) throws IOException {
            CentreTls.write(out, request.encode());
            byte[] answer = CentreTls.read(in);
            try {
                if (answer.length == 0) {
                    throw new Refused();
                }
                return CentreMessage.decode(answer);
            } catch (KmcRefusal e) {
                throw new IOException(e.getMessage(), e);
            } finally {
                Arrays.fill(answer, (byte) 0);
            }
        }
    }

    /** The connection is in order, and the other centre says no. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super("the other centre refuses");
        }
    }

    /**
     * Tells it something and hears its answer.
     *
     * @throws IOException if it cannot be reached, does not prove who it is, refuses, or has too much to answer
     */
    CentreMessage ask(CentreMessage request) throws IOException {
        enter();
        boolean answers = false;
        try {
            CentreMessage reply = askOnce(request);
            answers = true;
            return reply;
        } catch (Refused e) {
            answers = true;
            throw e;
        } finally {
            leave(answers);
        }
    }

    private synchronized void enter() throws IOException {
        if (waiting < MOST_WAITING) {
            waiting++;
            try {
                await();
            } finally {
                waiting--;
            }
        }
        if (closed || asking >= (suspect ? 1 : MOST_ASKING)) {
            throw new IOException(
                    "the centre of " + domain + (suspect ? " does not answer" : " has too much to answer"));
        }
        asking++;
    }

    /** Waits until there is room, or the centre proves to be away. */
    private synchronized void await() {
        long end = System.nanoTime() + PATIENCE_MILLIS * NANOS;
        try {
            while (!closed && !suspect && asking >= MOST_ASKING) {
                long left = (end - System.nanoTime()) / NANOS;
                if (left <= 0) {
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void leave(boolean answers) {
        asking--;
        suspect = !answers;
        notifyAll();
    }

    private CentreMessage askOnce(CentreMessage request) throws IOException {
        Optional<Connection> known = take();
        if (known.isPresent()) {
            try {
                return keeping(known.orElseThrow(), request);
            } catch (Refused | SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // It was closed since it was last used, and the others may be too; a new one may do.
                dropIdle();
            }
        }
        return keeping(connect(), request);
    }

    /** Asks over a connection, which is kept if it is still in order. */
    private CentreMessage keeping(Connection connection, CentreMessage request) throws IOException {
        boolean inOrder = false;
        try {
            CentreMessage reply = connection.ask(request);
            inOrder = true;
            return reply;
        } catch (Refused e) {
            inOrder = true;
            throw e;
        } finally {
            give(connection, inOrder);
        }
    }

    private synchronized Optional<Connection> take() {
        return Optional.ofNullable(idle.poll());
    }

    private synchronized void give(Connection connection, boolean inOrder) {
        if (inOrder && !closed) {
            idle.push(connection);
        } else {
            drop(connection);
        }
    }

    private synchronized void dropIdle() {
        idle.forEach(this::drop);
        idle.clear();
    }

    private synchronized void drop(Connection connection) {
        open.remove(connection);
        try {
            connection.socket.close();
        } catch (IOException e) {
            // It is of no use any more.
        }
    }

    private Connection connect() throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(address, PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            SSLSocket socket =
                    (SSLSocket) tls.context().getSocketFactory().createSocket(plain, domain, address.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(CentreTls.PROTOCOLS);
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            Connection made = new Connection(
                    socket,
                    new DataInputStream(socket.getInputStream()),
                    new DataOutputStream(socket.getOutputStream()));
            synchronized (this) {
                open.add(made);
            }
            return made;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Closes all connections; who asks is told that it failed. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Connection connection : Set.copyOf(open)) {
            drop(connection);
        }
        idle.clear();
        notifyAll();
    }
}
