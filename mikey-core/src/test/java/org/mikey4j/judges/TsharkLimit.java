package org.mikey4j.judges;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.registry.CertType;

/** What tshark 4.0 takes for malformed although a standard has it, each with whose rule that is. */
enum TsharkLimit {
    CS_ID_MAP(
            "a GENERIC-ID map, whose entries it takes for ones of 9 octets as SRTP has them (RFC 6043, 6.1.1)",
            message -> message.header().csIdMap() instanceof GenericIdMap map && map.csCount() > 0),
    CERTIFICATE(
            "a CERT payload that is a URL, which it dissects as a certificate (RFC 3830, 6.7), or made-up octets",
            message -> message.payloads(CertPayload.class).stream().anyMatch(cert -> !isCertificate(cert))),
    PARAMETER(
            "a policy parameter without a value, or one that is no number of at most 8 octets (RFC 3830, 6.10)",
            message -> message.payloads(SpPayload.class).stream()
                    .flatMap(sp -> sp.parameters().stream())
                    .anyMatch(p -> p.value().isEmpty() || p.value().length() > Long.BYTES));

    private final String reason;
    private final Predicate<MikeyMessage> applies;

    TsharkLimit(String reason, Predicate<MikeyMessage> applies) {
        this.reason = reason;
        this.applies = applies;
    }

    private static boolean isCertificate(CertPayload cert) {
        try (InputStream der = new ByteArrayInputStream(cert.certData().toByteArray())) {
            CertificateFactory.getInstance("X.509").generateCertificate(der);
            return cert.certType() != CertType.X509V3_URL;
        } catch (CertificateException | IOException e) {
            return false;
        }
    }

    String reason() {
        return reason;
    }

    /** The limit that a message is beyond, if there is one. */
    static Optional<TsharkLimit> of(Octets octets) {
        MikeyMessage message = MikeyMessage.inspect(octets, DecodeOptions.STRICT)
                .message()
                .orElseThrow(() -> new AssertionError("what the encoder made cannot be read, " + octets.length()
                        + " octets: "
                        + octets.slice(0, Math.min(octets.length(), 200)).toHex()));
        return Arrays.stream(values())
                .filter(limit -> limit.applies.test(message))
                .findFirst();
    }
}
