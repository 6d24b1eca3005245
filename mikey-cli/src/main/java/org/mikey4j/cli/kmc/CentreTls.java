package org.mikey4j.cli.kmc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.mikey4j.cli.sip.SipTrust;

/**
 * What both ends of a connection between centres have in common: TLS 1.3, in which both show certificates, and its frames.
 *
 * @param key the centre's key
 * @param chain its certificate, and those that lead to an authority
 * @param trusted the authorities of the other centres
 * @param clock tells whether certificates are valid
 */
record CentreTls(PrivateKey key, List<X509Certificate> chain, Collection<X509Certificate> trusted, Clock clock) {
    static final String[] PROTOCOLS = {"TLSv1.3"};

    /** Far more than a message about any call needs. */
    private static final int MOST_OCTETS = 8_192;

    private static final int DNS_NAME = 2;
    private static final char[] NO_PASSWORD = new char[0];

    /** @throws IllegalArgumentException if key and certificates cannot be used */
    CentreTls {
        context(key, chain, trusted, Optional.of(clock.instant()), manager -> manager);
    }

    /** The context of one connection, which begins now. */
    SSLContext context() {
        return context(key, chain, trusted, Optional.of(clock.instant()), manager -> manager);
    }

    /**
     * The context of all SIP connections: the platform's clock tells for each whether certificates are valid.
     *
     * @param domains who may connect; empty for whoever the authorities vouch for
     */
    SSLContext sip(Set<String> domains) {
        return context(key, chain, trusted, Optional.empty(), manager -> new SipTrust(manager, domains));
    }

    private static SSLContext context(
            PrivateKey key,
            List<X509Certificate> chain,
            Collection<X509Certificate> trusted,
            Optional<Instant> at,
            UnaryOperator<X509ExtendedTrustManager> also) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, NO_PASSWORD);
            own.setKeyEntry("centre", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, NO_PASSWORD);
            Set<TrustAnchor> anchors = new HashSet<>();
            trusted.forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            at.map(Date::from).ifPresent(parameters::setDate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(new CertPathTrustManagerParameters(parameters));
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    keys.getKeyManagers(),
                    new TrustManager[] {also.apply((X509ExtendedTrustManager) trust.getTrustManagers()[0])},
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the key and certificates cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    /** Whether the certificate of the peer is for the domain. */
    static boolean isFor(SSLSocket socket, String domain) throws IOException {
        X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
                            .anyMatch(name -> String.valueOf(name.get(1))
                                    .toLowerCase(Locale.ROOT)
                                    .equals(domain));
        } catch (CertificateParsingException e) {
            throw new IOException("the certificate of the other centre cannot be read", e);
        }
    }

    /** Writes a frame: its length in two octets, and the octets, which are wiped. */
    static void write(DataOutputStream out, byte[] frame) throws IOException {
        if (frame.length > MOST_OCTETS) {
            throw new IOException("a message to the other centre has " + frame.length + " octets");
        }
        byte[] whole = new byte[2 + frame.length];
        whole[0] = (byte) (frame.length >> Byte.SIZE);
        whole[1] = (byte) frame.length;
        System.arraycopy(frame, 0, whole, 2, frame.length);
        Arrays.fill(frame, (byte) 0);
        out.write(whole);
        out.flush();
        Arrays.fill(whole, (byte) 0);
    }

    /** Reads a frame; empty if the other centre refuses. The caller wipes it. */
    static byte[] read(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        if (length > MOST_OCTETS) {
            throw new IOException("a message of the other centre has " + length + " octets");
        }
        byte[] frame = new byte[length];
        in.readFully(frame);
        return frame;
    }
}
