package org.mikey4j.trust;

import java.security.cert.CRL;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mikey4j.message.Octets;

/**
 * What {@link PkixValidator} trusts and asks for. Immutable.
 *
 * <p>The defaults: RSA keys of 2048 bits or more, no SHA-1 or MD5 in the path, certificates of domains speak for their users,
 * no look at common names, and no revocation, since nothing is fetched: whoever has CRLs or OCSP responses gives them.
 */
public final class PkixPolicy {
    private final Set<TrustAnchor> anchors;
    private final List<X509Certificate> intermediates;
    private final List<CRL> crls;
    private final List<Octets> ocspResponses;
    private final boolean requireRevocation;
    private final int minimumRsaBits;
    private final boolean allowSha1;
    private final IdentityMatcher matcher;
    private final Set<String> extendedKeyUsages;
    private final CertificateFetcher fetcher;
    private final int maxCertificates;

    private PkixPolicy(Builder builder) {
        this.anchors = Set.copyOf(builder.anchors);
        this.intermediates = List.copyOf(builder.intermediates);
        this.crls = List.copyOf(builder.crls);
        this.ocspResponses = List.copyOf(builder.ocspResponses);
        this.requireRevocation = builder.requireRevocation;
        this.minimumRsaBits = builder.minimumRsaBits;
        this.allowSha1 = builder.allowSha1;
        this.matcher = new IdentityMatcher(builder.allowDomain, builder.allowCommonName);
        this.extendedKeyUsages = Set.copyOf(builder.extendedKeyUsages);
        this.fetcher = builder.fetcher;
        this.maxCertificates = builder.maxCertificates;
    }

    /** Starts with the defaults and these roots. */
    public static Builder trusting(Collection<X509Certificate> roots) {
        Builder builder = new Builder();
        for (X509Certificate root : roots) {
            builder.anchors.add(new TrustAnchor(root, null));
        }
        return builder;
    }

    Set<TrustAnchor> anchors() {
        return anchors;
    }

    List<X509Certificate> intermediates() {
        return intermediates;
    }

    List<CRL> crls() {
        return crls;
    }

    List<Octets> ocspResponses() {
        return ocspResponses;
    }

    boolean checksRevocation() {
        return requireRevocation || !crls.isEmpty() || !ocspResponses.isEmpty();
    }

    boolean requireRevocation() {
        return requireRevocation;
    }

    int minimumRsaBits() {
        return minimumRsaBits;
    }

    boolean allowSha1() {
        return allowSha1;
    }

    IdentityMatcher matcher() {
        return matcher;
    }

    Set<String> extendedKeyUsages() {
        return extendedKeyUsages;
    }

    CertificateFetcher fetcher() {
        return fetcher;
    }

    int maxCertificates() {
        return maxCertificates;
    }

    /** Collects a policy. */
    public static final class Builder {
        private final Set<TrustAnchor> anchors = new HashSet<>();
        private final List<X509Certificate> intermediates = new ArrayList<>();
        private final List<CRL> crls = new ArrayList<>();
        private final List<Octets> ocspResponses = new ArrayList<>();
        private final Set<String> extendedKeyUsages = new HashSet<>();
        private boolean requireRevocation;
        private int minimumRsaBits = 2048;
        private boolean allowSha1;
        private boolean allowDomain = true;
        private boolean allowCommonName;
        private CertificateFetcher fetcher = CertificateFetcher.NONE;
        private int maxCertificates = 8;

        private Builder() {}

        /** Adds certificates from which paths may be built that the message leaves out. */
        public Builder intermediates(Collection<X509Certificate> certificates) {
            intermediates.addAll(certificates);
            return this;
        }

        /** Adds certificate revocation lists. */
        public Builder crls(Collection<? extends CRL> lists) {
            crls.addAll(lists);
            return this;
        }

        /** Adds OCSP responses in DER. */
        public Builder ocspResponses(Collection<Octets> responses) {
            ocspResponses.addAll(responses);
            return this;
        }

        /** Refuses certificates of which it is not known whether they were revoked. */
        public Builder requireRevocation() {
            requireRevocation = true;
            return this;
        }

        /** Sets the fewest bits of an RSA key; less than 2048 is for old peers only. */
        public Builder minimumRsaBits(int bits) {
            minimumRsaBits = bits;
            return this;
        }

        /** Accepts SHA-1 in the signatures of certificates; for old peers only. */
        public Builder allowSha1() {
            allowSha1 = true;
            return this;
        }

        /** Accepts certificates only if they name the peer itself, not its domain. */
        public Builder requireUserCertificates() {
            allowDomain = false;
            return this;
        }

        /** Looks at the common name of certificates without a SAN. */
        public Builder allowCommonName() {
            allowCommonName = true;
            return this;
        }

        /** Asks for one of these extended key usages (OIDs) in certificates that have the extension. */
        public Builder extendedKeyUsages(Collection<String> oids) {
            extendedKeyUsages.addAll(oids);
            return this;
        }

        /** Fetches certificates that are given by a URL. */
        public Builder fetcher(CertificateFetcher certificateFetcher) {
            fetcher = certificateFetcher;
            return this;
        }

        /** Sets how many certificates of a message are read at most. */
        public Builder maxCertificates(int max) {
            maxCertificates = max;
            return this;
        }

        public PkixPolicy build() {
            return new PkixPolicy(this);
        }
    }
}
