package org.mikey4j.cli.kmc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.mikey4j.cli.sip.B2bua;
import org.mikey4j.cli.sip.B2buaCounters;
import org.mikey4j.cli.sip.SipNode;

/** {@code /health} and, in the text format of Prometheus, {@code /metrics}. */
final class KmcStatus implements AutoCloseable {
    private final HttpServer server;
    private final B2bua agent;
    private final SipNode node;

    KmcStatus(InetSocketAddress address, B2bua agent, SipNode node) throws IOException {
        this.agent = agent;
        this.node = node;
        server = HttpServer.create(address, 0);
        server.createContext("/health", exchange -> {
            boolean draining = agent.isDraining();
            answer(exchange, "/health", draining ? 503 : 200, draining ? "draining\n" : "ok\n");
        });
        server.createContext("/metrics", exchange -> answer(exchange, "/metrics", 200, metrics()));
        server.start();
    }

    private static void answer(HttpExchange exchange, String path, int status, String text) throws IOException {
        boolean asked = exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().getPath().equals(path);
        byte[] octets = (asked ? text : "not found\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(asked ? status : 404, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    private String metrics() {
        B2buaCounters counters = agent.counters();
        StringBuilder text = new StringBuilder();
        metric(text, "calls", "gauge", "Calls that are there now.", agent.calls());
        metric(text, "calls_setting_up", "gauge", "Calls without a final answer.", agent.settingUp());
        metric(text, "calls_offered_total", "counter", "INVITEs that began a call.", counters.offered());
        metric(text, "calls_answered_total", "counter", "Calls that were answered.", counters.answered());
        metric(
                text,
                "calls_failed_total",
                "counter",
                "Calls that the callee or the network refused.",
                counters.failed());
        metric(text, "calls_refused_total", "counter", "Calls refused because of their keys.", counters.refused());
        metric(text, "calls_overload_total", "counter", "Calls answered 503.", counters.overload());
        metric(text, "sip_faults_total", "counter", "SIP messages that were not handled.", node.faults());
        return text.toString();
    }

    private static void metric(StringBuilder text, String name, String type, String help, long value) {
        String full = "mikey_kmc_" + name;
        text.append("# HELP ").append(full).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(full).append(' ').append(type).append('\n');
        text.append(full).append(' ').append(value).append('\n');
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
