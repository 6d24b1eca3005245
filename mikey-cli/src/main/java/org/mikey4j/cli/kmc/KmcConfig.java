package org.mikey4j.cli.kmc;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.sip.SipNode;

/**
 * What a centre is told when it starts: lines of the form {@code name = value}, comments behind {@code #}. A fault is told with its
 * line.
 *
 * @param domain the network
 * @param scheme how keys come about
 * @param listen where SIP is listened for
 * @param http where health and metrics are, on this machine only
 * @param linkListen where other centres connect
 * @param linkKey the file with the key and certificate of this centre
 * @param linkTrust the files with the authorities of other centres
 * @param peers where other centres are, by domain
 * @param users references to the access keys of users, by identity
 * @param shares references to what registration left of users, by identity; for scheme 3
 * @param store the database of what must not be forgotten; without one it is kept in memory
 * @param storeUser who the centre is there
 * @param storePassword a reference to the password
 * @param settingUp calls without a final answer, at most
 * @param calls calls in all, at most
 * @param retryAfterSeconds what a caller above that is told
 * @param stopSeconds how long calls may go on when the centre stops
 */
public record KmcConfig(
        String domain,
        CallCentre.Scheme scheme,
        List<SipNode.Binding> listen,
        Optional<InetSocketAddress> http,
        Optional<InetSocketAddress> linkListen,
        Optional<String> linkKey,
        List<String> linkTrust,
        Map<String, InetSocketAddress> peers,
        Map<String, String> users,
        Map<String, String> shares,
        Optional<String> store,
        Optional<String> storeUser,
        Optional<String> storePassword,
        int settingUp,
        int calls,
        int retryAfterSeconds,
        int stopSeconds) {
    private static final String PEER = "link.peer.";
    private static final String USER = "user.";
    private static final String SHARE = "share.";
    private static final Set<String> NAMES = new TreeSet<>(List.of(
            "domain",
            "scheme",
            "listen",
            "http",
            "link.listen",
            "link.key",
            "link.trust",
            "store",
            "store.user",
            "store.password",
            "limit.setting-up",
            "limit.calls",
            "retry-after",
            "stop-after"));

    /** A value and the line that it is on. */
    private record Value(String text, int line) {}

    /**
     * Reads a configuration.
     *
     * @param name of the file
     * @throws CliFailure naming the line, if something is missing, unknown or wrong
     */
    public static KmcConfig parse(String name, String text) {
        return new Parser(name).parse(text);
    }

    private static final class Parser {
        private final String name;
        private final Map<String, Value> values = new LinkedHashMap<>();

        Parser(String name) {
            this.name = name;
        }

        KmcConfig parse(String text) {
            int number = 0;
            for (String line : text.lines().toList()) {
                number++;
                String stripped = line.strip();
                if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                    add(stripped, number);
                }
            }
            KmcConfig config = new KmcConfig(
                    required("domain").toLowerCase(Locale.ROOT),
                    scheme(),
                    bindings(),
                    optional("http").map(this::address),
                    optional("link.listen").map(this::address),
                    optional("link.key").map(Value::text),
                    optional("link.trust").map(v -> split(v.text())).orElse(List.of()),
                    addresses(),
                    texts(USER),
                    texts(SHARE),
                    optional("store").map(this::database),
                    optional("store.user").map(Value::text),
                    optional("store.password").map(Value::text),
                    number("limit.setting-up", 2_000),
                    number("limit.calls", 100_000),
                    number("retry-after", 5),
                    number("stop-after", 5));
            check(config);
            return config;
        }

        private void add(String line, int number) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw fault(number, "name = value is wanted");
            }
            String key = line.substring(0, equals).strip();
            boolean known =
                    NAMES.contains(key) || key.startsWith(PEER) || key.startsWith(USER) || key.startsWith(SHARE);
            if (!known) {
                throw fault(number, "no setting " + key)
                        .withHint("settings: " + String.join(", ", NAMES) + ", link.peer.DOMAIN, user.URI, share.URI");
            }
            if (values.putIfAbsent(key, new Value(line.substring(equals + 1).strip(), number)) != null) {
                throw fault(number, key + " is set twice");
            }
        }

        private void check(KmcConfig config) {
            if (config.users.isEmpty()) {
                throw fault(0, "no users; a line is: user.sip:alice@" + config.domain + " = file:alice.key");
            }
            boolean linked = config.linkListen.isPresent() || !config.peers.isEmpty();
            if (linked && (config.linkKey.isEmpty() || config.linkTrust.isEmpty())) {
                throw fault(0, "connections with other centres need link.key and link.trust");
            }
            if (config.http.isPresent()
                    && !config.http.orElseThrow().getAddress().isLoopbackAddress()) {
                throw fault(line("http"), "http is for this machine alone: 127.0.0.1 or [::1]");
            }
            for (String user : config.users.keySet()) {
                if (config.scheme == CallCentre.Scheme.CONTROL_PLANE && !config.shares.containsKey(user)) {
                    throw fault(line(USER + user), "scheme 3 needs a share." + user);
                }
            }
        }

        private CallCentre.Scheme scheme() {
            Value value = optional("scheme").orElse(new Value("2", 0));
            return switch (value.text()) {
                case "1" -> CallCentre.Scheme.USERS_EXCHANGE;
                case "2" -> CallCentre.Scheme.CENTRES_COMBINE;
                case "3" -> CallCentre.Scheme.CONTROL_PLANE;
                default -> throw fault(value.line(), "scheme is 1, 2 or 3, not " + value.text());
            };
        }

        private List<SipNode.Binding> bindings() {
            List<SipNode.Binding> bindings = new ArrayList<>();
            Value value = optional("listen").orElseThrow(() -> fault(0, "listen is missing: udp:127.0.0.1:5060"));
            for (String each : split(value.text())) {
                int colon = each.indexOf(':');
                String transport = colon < 0 ? "" : each.substring(0, colon);
                if (!transport.equals("udp") && !transport.equals("tcp")) {
                    throw fault(value.line(), "listen is udp:ADDRESS:PORT or tcp:ADDRESS:PORT, not " + each);
                }
                InetSocketAddress address = address(new Value(each.substring(colon + 1), value.line()));
                bindings.add(new SipNode.Binding(transport, address.getAddress().getHostAddress(), address.getPort()));
            }
            return bindings;
        }

        private Map<String, InetSocketAddress> addresses() {
            Map<String, InetSocketAddress> found = new LinkedHashMap<>();
            values.forEach((key, value) -> {
                if (key.startsWith(PEER)) {
                    found.put(key.substring(PEER.length()).toLowerCase(Locale.ROOT), address(value));
                }
            });
            return found;
        }

        private Map<String, String> texts(String prefix) {
            Map<String, String> found = new LinkedHashMap<>();
            values.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    found.put(key.substring(prefix.length()), value.text());
                }
            });
            return found;
        }

        private static List<String> split(String text) {
            return List.of(text.strip().split("\\s*,\\s*"));
        }

        private InetSocketAddress address(Value value) {
            int colon = value.text().lastIndexOf(':');
            String host = colon < 0 ? "" : value.text().substring(0, colon).replaceAll("[\\[\\]]", "");
            try {
                int port = Integer.parseInt(value.text().substring(colon + 1));
                // Addresses only: a name would be looked up, and may change.
                if (host.matches("[0-9.]+|[0-9a-fA-F:.]+") && !host.isEmpty()) {
                    return new InetSocketAddress(host, port);
                }
            } catch (IllegalArgumentException e) {
                // Told below.
            }
            throw fault(value.line(), "an IP address and a port are wanted, not " + value.text());
        }

        private String database(Value value) {
            if (!SqlKmcStore.isKnown(value.text())) {
                throw fault(value.line(), "store is jdbc:h2:file:PATH or jdbc:postgresql://HOST/DATABASE");
            }
            return value.text();
        }

        private int number(String key, int otherwise) {
            Optional<Value> value = optional(key);
            if (value.isEmpty()) {
                return otherwise;
            }
            if (!value.get().text().matches("\\d{1,7}")) {
                throw fault(
                        value.get().line(),
                        key + " is a number, not " + value.get().text());
            }
            return Integer.parseInt(value.get().text());
        }

        private String required(String key) {
            return optional(key)
                    .map(Value::text)
                    .filter(text -> !text.isEmpty())
                    .orElseThrow(() -> fault(0, key + " is missing"));
        }

        private Optional<Value> optional(String key) {
            return Optional.ofNullable(values.get(key));
        }

        private int line(String key) {
            return optional(key).map(Value::line).orElse(0);
        }

        private CliFailure fault(int line, String what) {
            return CliFailure.usage(name + (line == 0 ? "" : ":" + line) + ": " + what);
        }
    }
}
