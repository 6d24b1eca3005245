package org.mikey4j.cli.sip;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a SIP stack, which makes this object by its name: TLS 1.2 or later, in which both ends show certificates, and
 * connections that are given up on after a while.
 */
public final class SipSockets implements NetworkLayer {
    static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** With forward secrecy and authenticated encryption; the stack's own choice has neither. */
    static final String[] SUITES = {
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
    };

    private static final int PATIENCE_MILLIS = 5_000;

    private @Nullable SSLContext tls;

    /** For the stack. */
    public SipSockets() {}

    /** What is shown over TLS, and who is trusted. */
    void use(SSLContext context) {
        tls = context;
    }

    private SSLContext tls() throws IOException {
        if (tls == null) {
            throw new IOException("there is no key and certificate for TLS");
        }
        return tls;
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new ServerSocket(port, backlog, address);
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address) throws IOException {
        SSLServerSocket socket =
                (SSLServerSocket) tls().getServerSocketFactory().createServerSocket(port, backlog, address);
        socket.setEnabledProtocols(PROTOCOLS);
        socket.setEnabledCipherSuites(SUITES);
        socket.setNeedClientAuth(true);
        return socket;
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return connect(new Socket(), address, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        return createSocket(address, port, from, 0);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress from, int fromPort)
            throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, fromPort));
        return connect(socket, address, port);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
        return createSSLSocket(address, port, null);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        SSLSocket socket = (SSLSocket) tls().getSocketFactory().createSocket();
        socket.setEnabledProtocols(PROTOCOLS);
        socket.setEnabledCipherSuites(SUITES);
        if (from != null) {
            socket.bind(new InetSocketAddress(from, 0));
        }
        name(address).ifPresent(name -> ask(socket, name));
        return connect(socket, address, port);
    }

    /** The name that an address was found by; nothing if it was none. Looks nothing up. */
    private static Optional<String> name(InetAddress address) {
        String text = address.toString();
        return Optional.of(text.substring(0, text.lastIndexOf('/'))).filter(name -> !name.isEmpty());
    }

    /** The server is to show a certificate for this name (RFC 5922, 7.8), which {@link SipTrust} looks at. */
    private static void ask(SSLSocket socket, String name) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
    }

    private static <S extends Socket> S connect(S socket, InetAddress address, int port) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return new DatagramSocket();
    }

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
        return new SipDatagrams(port, address);
    }

    @Override
    public void setSipStack(SipStackImpl stack) {}
}
