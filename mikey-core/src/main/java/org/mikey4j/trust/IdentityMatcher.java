package org.mikey4j.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.registry.IdType;

/**
 * Whether a certificate is that of an identity. The standard has no rule for it; these are ours.
 *
 * <ol>
 *   <li>A URI SAN that equals the identity. For SIP URIs the scheme and the host are compared without regard to case, the
 *       user part with regard to it, and parameters and headers are left out; URIs of other schemes are compared as they are.
 *   <li>An e-mail SAN that equals {@code user@host} of the identity; the host without regard to case.
 *   <li>A URI SAN {@code sip:host} without a user part, or a DNS SAN, that equals the host of the identity: the certificate
 *       is that of the SIP domain, which speaks for its users (RFC 5922, 7.1 and 7.2). Wildcards do not match. The DNS SAN
 *       counts only if no URI SAN names a SIP domain.
 *   <li>The last CN of the subject, only by explicit choice, compared like a DNS SAN and only if there is no SAN at all.
 * </ol>
 *
 * <p>Byte strings match nothing: a certificate does not carry them.
 */
public final class IdentityMatcher {
    private static final int SAN_EMAIL = 1;
    private static final int SAN_DNS = 2;
    private static final int SAN_URI = 6;

    private final boolean allowDomain;
    private final boolean allowCommonName;

    /**
     * @param allowDomain whether the certificate of a domain speaks for its users
     * @param allowCommonName whether the CN is looked at where there is no SAN
     */
    public IdentityMatcher(boolean allowDomain, boolean allowCommonName) {
        this.allowDomain = allowDomain;
        this.allowCommonName = allowCommonName;
    }

    /** What in the certificate names the identity, for a log; empty if nothing does. */
    public Optional<String> match(X509Certificate certificate, IdPayload identity) {
        if (identity.idType() != IdType.URI && identity.idType() != IdType.NAI) {
            return Optional.empty();
        }
        Name name = Name.of(identity.text());
        Collection<List<?>> sans;
        try {
            sans = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
        if (sans == null) {
            return allowCommonName && allowDomain ? commonName(certificate, name) : Optional.empty();
        }
        Optional<String> matched = byType(sans, SAN_URI, san -> name.isSameUri(Name.of(san)), "URI ");
        if (matched.isEmpty() && !name.user.isEmpty()) {
            matched = byType(sans, SAN_EMAIL, san -> name.sameMailbox(Name.of(san)), "e-mail ");
        }
        if (matched.isEmpty() && allowDomain && !name.host.isEmpty()) {
            matched = byType(
                    sans, SAN_URI, san -> isSipDomain(san) && Name.of(san).host.equals(name.host), "SIP domain ");
            boolean namesDomain = sans.stream().anyMatch(s -> isType(s, SAN_URI) && isSipDomain(value(s)));
            if (matched.isEmpty() && !namesDomain) {
                matched = byType(sans, SAN_DNS, san -> san.equalsIgnoreCase(name.host), "DNS ");
            }
        }
        return matched;
    }

    private static Optional<String> byType(Collection<List<?>> sans, int type, Predicate<String> test, String label) {
        return sans.stream()
                .filter(san -> isType(san, type) && test.test(value(san)))
                .map(san -> label + value(san))
                .findFirst();
    }

    /** A sip URI without a user; a sips URI names no domain (RFC 5922, 7.1). */
    private static boolean isSipDomain(String san) {
        Name name = Name.of(san);
        return san.regionMatches(true, 0, "sip:", 0, 4) && name.user.isEmpty() && !name.host.isEmpty();
    }

    private static boolean isType(List<?> san, int type) {
        return san.get(0).equals(type) && san.get(1) instanceof String;
    }

    private static String value(List<?> san) {
        return (String) san.get(1);
    }

    private static Optional<String> commonName(X509Certificate certificate, Name name) {
        try {
            List<Rdn> rdns = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            for (int i = rdns.size() - 1; i >= 0; i--) {
                if (rdns.get(i).getType().equalsIgnoreCase("CN")) {
                    String cn = rdns.get(i).getValue().toString();
                    return !name.host.isEmpty() && cn.equalsIgnoreCase(name.host)
                            ? Optional.of("CN " + cn)
                            : Optional.empty();
                }
            }
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** A SIP URI, another URI, or user@host, as far as names go. */
    private record Name(String scheme, String user, String host, String rest) {
        static Name of(String text) {
            int colon = text.indexOf(':');
            int at = text.indexOf('@');
            String scheme = "";
            String remainder = text;
            if (colon >= 0 && (at < 0 || colon < at) && isScheme(text, colon)) {
                scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
                remainder = text.substring(colon + 1);
            }
            boolean sip = scheme.equals("sip") || scheme.equals("sips");
            if (!scheme.isEmpty() && !sip) {
                return new Name(scheme, "", "", remainder);
            }
            int end = indexOfAny(remainder, ";?");
            String plain = end < 0 ? remainder : remainder.substring(0, end);
            int userEnd = plain.lastIndexOf('@');
            String user = userEnd < 0 ? "" : plain.substring(0, userEnd);
            String host = plain.substring(userEnd + 1);
            int port = host.startsWith("[") ? host.indexOf("]:") + 1 : host.indexOf(':');
            if (port > 0) {
                host = host.substring(0, port);
            }
            return new Name(sip ? "sip" : scheme, user, host.toLowerCase(Locale.ROOT), "");
        }

        private static boolean isScheme(String text, int colon) {
            return colon > 0
                    && text.chars().limit(colon).allMatch(c -> Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0);
        }

        private static int indexOfAny(String text, String any) {
            for (int i = 0; i < text.length(); i++) {
                if (any.indexOf(text.charAt(i)) >= 0) {
                    return i;
                }
            }
            return -1;
        }

        boolean sameMailbox(Name other) {
            return user.equals(other.user) && !host.isEmpty() && host.equals(other.host);
        }

        /** The same SIP user or domain, or the very same URI of another scheme. */
        boolean isSameUri(Name other) {
            return !(host.isEmpty() && rest.isEmpty()) && equals(other);
        }
    }
}
