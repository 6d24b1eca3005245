package org.mikey4j.cli.kmc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import org.mikey4j.kmc.CentreMessage;
import org.mikey4j.kmc.KmcRefusal;

/**
 * Takes the connections of other centres over TLS 1.3. A centre may speak only for users of the domain that its certificate is
 * for. What it is refused for it is not told.
 */
public final class TlsCentreListener implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 64;
    private static final int IDLE_MILLIS = 300_000;

    private final CentreTls tls;
    private final ServerSocket server = new ServerSocket();
    private final Function<CentreMessage, Optional<CentreMessage>> handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = new ThreadPoolExecutor(
            0, MOST_CONNECTIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> daemon("centre", task));

    /**
     * @param address where to listen
     * @param key this centre's key
     * @param chain its certificate, and those that lead to an authority
     * @param trusted the authorities of the other centres
     * @param clock tells whether certificates are valid
     * @param handler answers a message, or refuses it with nothing
     * @throws IOException if the address cannot be used
     * @throws IllegalArgumentException if key and certificates cannot be used
     */
    public TlsCentreListener(
            InetSocketAddress address,
            PrivateKey key,
            List<X509Certificate> chain,
            Collection<X509Certificate> trusted,
            Clock clock,
            Function<CentreMessage, Optional<CentreMessage>> handler)
            throws IOException {
        this.handler = handler;
        this.tls = new CentreTls(key, chain, trusted, clock);
        server.bind(address);
        daemon("centres", this::accept).start();
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** The port that it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                begin(server.accept());
            } catch (IOException e) {
                // Closed, or somebody was gone before being let in.
            }
        }
    }

    private void begin(Socket socket) throws IOException {
        open.add(socket);
        try {
            workers.execute(() -> serve(socket));
        } catch (RejectedExecutionException e) {
            // Too many: whoever comes later finds a place again.
            open.remove(socket);
            socket.close();
        }
    }

    private void serve(Socket plain) {
        try (plain;
                SSLSocket socket = (SSLSocket) tls.context().getSocketFactory().createSocket(plain, null, true)) {
            plain.setSoTimeout(IDLE_MILLIS);
            plain.setTcpNoDelay(true);
            socket.setUseClientMode(false);
            socket.setNeedClientAuth(true);
            socket.setEnabledProtocols(CentreTls.PROTOCOLS);
            socket.startHandshake();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                CentreTls.write(out, answer(socket, CentreTls.read(in)));
            }
        } catch (IOException e) {
            // The other centre is gone, or is not one.
        } finally {
            open.remove(plain);
        }
    }

    /** What goes back: nothing if the message is refused. */
    private byte[] answer(SSLSocket socket, byte[] frame) throws IOException {
        try (CentreMessage request = CentreMessage.decode(frame)) {
            if (!CentreTls.isFor(socket, SipDomain.of(request.call().user(request.side())))) {
                return new byte[0];
            }
            Optional<CentreMessage> reply = handler.apply(request);
            byte[] octets = reply.map(CentreMessage::encode).orElseGet(() -> new byte[0]);
            reply.ifPresent(CentreMessage::close);
            return octets;
        } catch (KmcRefusal e) {
            return new byte[0];
        } finally {
            Arrays.fill(frame, (byte) 0);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        workers.shutdownNow();
    }
}
