package org.mikey4j.cli.call;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.cli.sip.SipFailure;
import org.mikey4j.message.Octets;

/** Carries what telephones and their key management service say to each other: a message in a POST, its answer in the response. */
final class KmsPost implements AutoCloseable {
    private static final String TYPE = "application/mikey";
    private static final String PATH = "/mikey";
    private static final int MOST_OCTETS = 0xffff;
    private static final int PATIENCE_MILLIS = 5000;

    private final HttpServer server;

    /** @param service answers a message; with nothing where nothing is to be said */
    KmsPost(Function<Octets, Optional<Octets>> service) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new SipFailure("the key management service cannot listen", e);
        }
        server.createContext(PATH, exchange -> answer(exchange, service));
        server.start();
    }

    private static void answer(HttpExchange exchange, Function<Octets, Optional<Octets>> service) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_METHOD, -1);
                return;
            }
            byte[] asked = exchange.getRequestBody().readNBytes(MOST_OCTETS);
            Optional<Octets> answer = service.apply(Octets.copyOf(asked));
            if (answer.isEmpty()) {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_FORBIDDEN, -1);
                return;
            }
            byte[] octets = answer.get().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", TYPE);
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    /**
     * Sends a message.
     *
     * @return the answer
     * @throws CallRefused if there is none
     */
    Octets post(Octets message) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", TYPE);
            connection.setDoOutput(true);
            connection.getOutputStream().write(message.toByteArray());
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new CallRefused("the key management service says nothing to it");
            }
            return Octets.copyOf(connection.getInputStream().readNBytes(MOST_OCTETS));
        } catch (IOException e) {
            throw new SipFailure("the key management service cannot be reached", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
