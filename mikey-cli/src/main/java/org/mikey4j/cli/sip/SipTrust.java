package org.mikey4j.cli.sip;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom to speak SIP with over TLS (RFC 5922, 7): beyond a certificate of an authority, a server has to show one for the domain that the
 * request is for, and a client, or a server that is known by address only, one for a domain of a list. Names are compared in full and
 * without regard to case; the CN is none of them.
 */
public final class SipTrust extends X509ExtendedTrustManager {
    private static final int SAN_DNS = 2;
    private static final int SAN_URI = 6;
    private static final String SIP = "sip:";

    private final X509ExtendedTrustManager authorities;
    private final Set<String> domains;

    /**
     * @param authorities judges the path of certificates
     * @param domains who may connect, in lower case; empty for whoever the authorities vouch for
     */
    public SipTrust(X509ExtendedTrustManager authorities, Set<String> domains) {
        this.authorities = authorities;
        this.domains = Set.copyOf(domains);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        authorities.checkServerTrusted(chain, authType, socket);
        Optional<String> wanted = wanted(((SSLSocket) socket).getSSLParameters().getServerNames());
        if (wanted.isPresent()) {
            require(chain[0], Set.of(wanted.get()));
        } else {
            requireListed(chain[0]);
        }
    }

    private static Optional<String> wanted(@org.jspecify.annotations.Nullable List<SNIServerName> names) {
        return names == null
                ? Optional.empty()
                : names.stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
                        .findFirst();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        authorities.checkClientTrusted(chain, authType, socket);
        requireListed(chain[0]);
    }

    private void requireListed(X509Certificate certificate) throws CertificateException {
        if (!domains.isEmpty()) {
            require(certificate, domains);
        }
    }

    private static void require(X509Certificate certificate, Set<String> wanted) throws CertificateException {
        if (domains(certificate).stream().noneMatch(wanted::contains)) {
            throw new CertificateException("the certificate is not for " + String.join(", ", wanted));
        }
    }

    /** The SIP domains in a certificate, in lower case: hosts of sip URIs without a user, or DNS names where there is none (7.1). */
    private static Set<String> domains(X509Certificate certificate) throws CertificateException {
        Set<String> uris = new HashSet<>();
        Set<String> dns = new HashSet<>();
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            String value = String.valueOf(name.get(1)).toLowerCase(Locale.ROOT);
            if (name.get(0).equals(SAN_DNS)) {
                dns.add(value);
            } else if (name.get(0).equals(SAN_URI) && value.startsWith(SIP) && value.indexOf('@') < 0) {
                uris.add(value.substring(SIP.length()).replaceAll("[:;?].*", ""));
            }
        }
        return uris.isEmpty() ? dns : uris;
    }

    /** The stack of this node has sockets only. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no connection to look at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no connection to look at");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no connection to look at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no connection to look at");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
