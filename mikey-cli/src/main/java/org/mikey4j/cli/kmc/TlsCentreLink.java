package org.mikey4j.cli.kmc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mikey4j.kmc.CentreMessage;

/** Connections to other centres over TLS 1.3, a few for each network, kept as long as they last. Safe under threads. */
public final class TlsCentreLink implements CentreLink, AutoCloseable {
    private final Map<String, CentrePeer> peers = new LinkedHashMap<>();

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
        CentreTls tls = new CentreTls(key, chain, trusted, clock);
        peers.forEach((domain, address) -> this.peers.put(domain, new CentrePeer(domain, address, tls)));
    }

    @Override
    public CentreMessage ask(String domain, CentreMessage request) throws IOException {
        CentrePeer peer = peers.get(domain.toLowerCase(Locale.ROOT));
        if (peer == null) {
            throw new IOException("no centre is known for " + domain);
        }
        return peer.ask(request);
    }

    @Override
    public void close() {
        peers.values().forEach(CentrePeer::close);
    }
}
