package org.mikey4j.cli.kmc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.mikey4j.kmc.CentreMessage;
import org.mikey4j.kmc.KmcRefusal;

/** Connections to other centres over TLS 1.3, one for each network, kept as long as they last. Safe under threads. */
public final class TlsCentreLink implements CentreLink, AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final CentreTls tls;
    private final Map<String, InetSocketAddress> peers;
    private final Map<String, Connection> connections = new HashMap<>();

    /**
     * @param key this centre's key
     * @param chain its certificate, and those that lead to an authority
     * @param trusted the authorities of the other centres
     * @param peers where the centre of a network is, by domain; its certificate must be for that domain
     * @param clock tells whether certificates are valid
     * @throws IllegalArgumentException if key and certificates cannot be used
     */
    public TlsCentreLink(
            PrivateKey key,
            List<X509Certificate> chain,
            Collection<X509Certificate> trusted,
            Map<String, InetSocketAddress> peers,
            Clock clock) {
        this.tls = new CentreTls(key, chain, trusted, clock);
        this.peers = Map.copyOf(peers);
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

    @Override
    public synchronized CentreMessage ask(String domain, CentreMessage request) throws IOException {
        String name = domain.toLowerCase(Locale.ROOT);
        Connection known = connections.get(name);
        if (known != null) {
            try {
                return known.ask(request);
            } catch (Refused e) {
                throw e;
            } catch (IOException e) {
                // It was closed since it was last used; a new one may do.
                drop(name);
            }
        }
        try {
            Connection made = connect(name);
            connections.put(name, made);
            return made.ask(request);
        } catch (Refused e) {
            throw e;
        } catch (IOException e) {
            drop(name);
            throw e;
        }
    }

    private Connection connect(String domain) throws IOException {
        InetSocketAddress address = peers.get(domain);
        if (address == null) {
            throw new IOException("no centre is known for " + domain);
        }
        Socket plain = new Socket();
        try {
            plain.connect(address, PATIENCE_MILLIS);
            SSLSocket socket =
                    (SSLSocket) tls.context().getSocketFactory().createSocket(plain, domain, address.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(CentreTls.PROTOCOLS);
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            return new Connection(
                    socket,
                    new DataInputStream(socket.getInputStream()),
                    new DataOutputStream(socket.getOutputStream()));
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private void drop(String domain) {
        Connection old = connections.remove(domain);
        if (old != null) {
            try {
                old.socket.close();
            } catch (IOException e) {
                // It is of no use any more.
            }
        }
    }

    @Override
    public synchronized void close() {
        List.copyOf(connections.keySet()).forEach(this::drop);
    }
}
