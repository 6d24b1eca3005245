package org.mikey4j.cli.kmc;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.kmc.SettingsFile.Value;
import org.mikey4j.cli.sip.SipNode;

/**
 * What a centre is told when it starts: lines of the form {@code name = value}, comments behind {@code #}. A fault is told with its
 * line.
 *
 * @param domain the network
 * @param scheme how keys come about
 * @param listen where SIP is listened for
 * @param name the host that others are to send to, which all nodes of the centre have; without it, the address of each
 * @param tlsKey the file with the key and certificate for SIP over TLS
 * @param tlsTrust the files with the authorities of those who speak SIP over TLS
 * @param tlsPeers the domains of those; empty for all that the authorities vouch for
 * @param http where health and metrics are, on this machine only
 * @param linkListen where other centres connect
 * @param linkKey the file with the key and certificate of this centre
 * @param linkTrust the files with the authorities of other centres
 * @param peers where other centres are, by domain
 * @param users references to the access keys of users, by identity
 * @param shares references to what registration left of users, by identity; for scheme 3
 * @param store where what must not be forgotten is; without it, in memory
 * @param media where protection ends; without it, at the users
 * @param access whose calls are put down for lawful access; without it, nobody's
 * @param settingUp calls without a final answer, at most
 * @param calls calls in all, at most
 * @param retryAfterSeconds what a caller above that is told
 * @param ringingSeconds how long a callee may go without a word
 * @param stopSeconds how long calls may go on when the centre stops
 */
public record KmcConfig(
        String domain,
        CallCentre.Scheme scheme,
        List<SipNode.Binding> listen,
        Optional<String> name,
        Optional<String> tlsKey,
        List<String> tlsTrust,
        Set<String> tlsPeers,
        Optional<InetSocketAddress> http,
        Optional<InetSocketAddress> linkListen,
        Optional<String> linkKey,
        List<String> linkTrust,
        Map<String, InetSocketAddress> peers,
        Map<String, String> users,
        Map<String, String> shares,
        Optional<StoreSettings> store,
        Optional<MediaSettings> media,
        Optional<AccessSettings> access,
        int settingUp,
        int calls,
        int retryAfterSeconds,
        int ringingSeconds,
        int stopSeconds) {
    private static final List<String> TRANSPORTS = List.of("udp", "tcp", "tls");
    private static final String HOST = "[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*";
    private static final String PEER = "link.peer.";
    private static final String USER = "user.";
    private static final String SHARE = "share.";
    private static final List<String> PREFIXES = Stream.concat(
                    Stream.of(PEER, USER, SHARE, StoreSettings.MASTER), AccessSettings.PREFIXES.stream())
            .toList();
    private static final Set<String> NAMES = new TreeSet<>(List.of(
            "domain",
            "media.element",
            "media.trusted",
            "media.untrusted",
            "media.otherwise",
            "scheme",
            "listen",
            "name",
            "tls.key",
            "tls.trust",
            "tls.peers",
            "http",
            "link.listen",
            "link.key",
            "link.trust",
            "store",
            "store.user",
            "store.password",
            "master.current",
            "master.password",
            "limit.setting-up",
            "limit.calls",
            "retry-after",
            "ringing",
            "stop-after"));

    /**
     * Reads a configuration.
     *
     * @param name of the file
     * @throws CliFailure naming the line, if something is missing, unknown or wrong
     */
    public static KmcConfig parse(String name, String text) {
        return new Parser(
                        SettingsFile.parse(
                                name,
                                text,
                                key -> NAMES.contains(key) || PREFIXES.stream().anyMatch(key::startsWith),
                                String.join(", ", NAMES)
                                        + ", link.peer.DOMAIN, user.URI, share.URI, master.key.ID, custodian.NAME, warrant.REFERENCE"))
                .parse();
    }

    private static final class Parser {
        private final SettingsFile file;

        Parser(SettingsFile file) {
            this.file = file;
        }

        KmcConfig parse() {
            String domain = file.required("domain").toLowerCase(Locale.ROOT);
            CallCentre.Scheme scheme = scheme();
            KmcConfig config = new KmcConfig(
                    domain,
                    scheme,
                    bindings(),
                    name("name", file.optional("name")),
                    file.text("tls.key"),
                    file.text("tls.trust").map(SettingsFile::split).orElse(List.of()),
                    peers(),
                    file.optional("http").map(file::address),
                    file.optional("link.listen").map(file::address),
                    file.text("link.key"),
                    file.text("link.trust").map(SettingsFile::split).orElse(List.of()),
                    addresses(),
                    file.texts(USER),
                    file.texts(SHARE),
                    StoreSettings.of(file),
                    MediaSettings.of(file, domain, scheme),
                    AccessSettings.of(file, scheme),
                    file.number("limit.setting-up", 2_000),
                    file.number("limit.calls", 100_000),
                    file.number("retry-after", 5),
                    file.number("ringing", 180),
                    file.number("stop-after", 5));
            check(config);
            return config;
        }

        private void check(KmcConfig config) {
            if (config.users.isEmpty()) {
                throw file.fault(0, "no users; a line is: user.sip:alice@" + config.domain + " = file:alice.key");
            }
            boolean secure = config.listen.stream().anyMatch(b -> b.transport().equals("tls"));
            if (secure && (config.tlsKey.isEmpty() || config.tlsTrust.isEmpty())) {
                throw file.fault(file.line("listen"), "SIP over TLS needs tls.key and tls.trust");
            }
            boolean linked = config.linkListen.isPresent() || !config.peers.isEmpty();
            if (linked && (config.linkKey.isEmpty() || config.linkTrust.isEmpty())) {
                throw file.fault(0, "connections with other centres need link.key and link.trust");
            }
            if (config.http.isPresent()
                    && !config.http.orElseThrow().getAddress().isLoopbackAddress()) {
                throw file.fault(file.line("http"), "http is for this machine alone: 127.0.0.1 or [::1]");
            }
            for (String user : config.users.keySet()) {
                if (config.scheme == CallCentre.Scheme.CONTROL_PLANE && !config.shares.containsKey(user)) {
                    throw file.fault(file.line(USER + user), "scheme 3 needs a share." + user);
                }
            }
        }

        private CallCentre.Scheme scheme() {
            Value value = file.optional("scheme").orElse(new Value("2", 0));
            return switch (value.text()) {
                case "1" -> CallCentre.Scheme.USERS_EXCHANGE;
                case "2" -> CallCentre.Scheme.CENTRES_COMBINE;
                case "3" -> CallCentre.Scheme.CONTROL_PLANE;
                default -> throw file.fault(value.line(), "scheme is 1, 2 or 3, not " + value.text());
            };
        }

        private List<SipNode.Binding> bindings() {
            List<SipNode.Binding> bindings = new ArrayList<>();
            Value value =
                    file.optional("listen").orElseThrow(() -> file.fault(0, "listen is missing: udp:127.0.0.1:5060"));
            for (String each : SettingsFile.split(value.text())) {
                int colon = each.indexOf(':');
                String transport = colon < 0 ? "" : each.substring(0, colon);
                if (!TRANSPORTS.contains(transport)) {
                    throw file.fault(
                            value.line(), "listen is udp:ADDRESS:PORT, or the same with tcp or tls, not " + each);
                }
                InetSocketAddress address = file.address(new Value(each.substring(colon + 1), value.line()));
                bindings.add(new SipNode.Binding(transport, address.getAddress().getHostAddress(), address.getPort()));
            }
            return bindings;
        }

        private Optional<String> name(String setting, Optional<Value> value) {
            value.filter(name -> !name.text().matches(HOST)).ifPresent(name -> {
                throw file.fault(name.line(), setting + " is the name of a host, not " + name.text());
            });
            return value.map(name -> name.text().toLowerCase(Locale.ROOT));
        }

        private Set<String> peers() {
            Set<String> peers = new LinkedHashSet<>();
            Optional<Value> value = file.optional("tls.peers");
            for (String each : value.map(v -> SettingsFile.split(v.text())).orElse(List.of())) {
                name("tls.peers", value.map(v -> new Value(each, v.line()))).ifPresent(peers::add);
            }
            return peers;
        }

        private Map<String, InetSocketAddress> addresses() {
            Map<String, InetSocketAddress> found = new LinkedHashMap<>();
            file.beginning(PEER)
                    .forEach((domain, value) -> found.put(domain.toLowerCase(Locale.ROOT), file.address(value)));
            return found;
        }
    }
}
