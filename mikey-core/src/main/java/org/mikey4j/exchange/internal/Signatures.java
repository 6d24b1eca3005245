package org.mikey4j.exchange.internal;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.registry.IdType;
import org.mikey4j.message.registry.SType;
import org.mikey4j.trust.CertificateValidator.Use;
import org.mikey4j.trust.CertificateValidator.Verdict;

/**
 * Signed messages: the signature covers all that stands before its own octets, the type and the length of the SIGN payload
 * included (RFC 3830, 5.2 and 6.5).
 */
public final class Signatures {
    private Signatures() {}

    /**
     * Signs a message.
     *
     * @param payloads all payloads but SIGN
     * @param appended octets that are signed behind the message and not sent
     */
    public static MikeyMessage sign(
            CommonHeader header, List<Payload> payloads, MessageSigner signer, Octets... appended) {
        List<Payload> all = new ArrayList<>(payloads);
        all.add(new SignPayload(signer.sType(), Octets.copyOf(new byte[signer.signatureOctets()])));
        MikeyMessage message = MikeyMessage.encode(header, all);
        Octets signature = signer.sign(covered(message, appended));
        return message.withLast(new SignPayload(signer.sType(), signature));
    }

    /** What the signature at the end of a message covers. */
    public static Octets covered(MikeyMessage message, Octets... appended) {
        int last = message.payloads().size() - 1;
        return covered(message, message.end(last) - sign(message).signature().length(), appended);
    }

    /** The same without the octets that give the type and the length of the signature. */
    public static Octets coveredWithoutHeader(MikeyMessage message, Octets... appended) {
        return covered(
                message,
                message.end(message.payloads().size() - 1) - sign(message).bodyLength(),
                appended);
    }

    private static Octets covered(MikeyMessage message, int end, Octets... appended) {
        Octets covered = message.octets().slice(0, end);
        if (appended.length == 0) {
            return covered;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(covered.toByteArray());
        for (Octets octets : appended) {
            out.writeBytes(octets.toByteArray());
        }
        return Octets.copyOf(out.toByteArray());
    }

    /** The SIGN payload, which is last. */
    public static SignPayload sign(MikeyMessage message) {
        return (SignPayload) message.payloads().get(message.payloads().size() - 1);
    }

    /**
     * Authenticates a signed message.
     *
     * @param id the identity that the message claims, if it carries one
     * @param at the time of the message
     * @param appended octets that are signed behind the message and not sent
     * @return what is known of the signer
     * @throws Refusal if no trusted certificate made the signature
     */
    public static Signer authenticate(
            MikeyMessage message,
            Optional<IdPayload> id,
            PeerTrust trust,
            Instant at,
            ExchangeSettings settings,
            Octets... appended) {
        return authenticate(message, id, trust, at, settings, List.of(Appended.of(List.of(), appended)));
    }

    /**
     * Authenticates a signed message.
     *
     * @param readings what is signed behind the message and not sent: the standard's first, then others, which count if the
     *     settings accept them
     */
    public static Signer authenticate(
            MikeyMessage message,
            Optional<IdPayload> id,
            PeerTrust trust,
            Instant at,
            ExchangeSettings settings,
            List<Appended> readings) {
        SignPayload sign = sign(message);
        SignatureScheme scheme = SignatureScheme.of(sign.sType())
                .orElseThrow(() -> Refusal.because(
                        RejectReason.AUTHENTICATION_FAILED,
                        "signatures of type " + SType.REGISTRY.name(sign.sType()) + " are not for this mode"));
        if (id.isPresent() && !IdType.REGISTRY.isAssigned(id.get().idType())) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "an identity of an unknown type");
        }
        List<CertPayload> certificates = message.payloads(CertPayload.class);
        if (certificates.isEmpty() && id.isPresent()) {
            certificates = trust.directory().apply(id.get());
        }
        Verdict verdict = trust.validator().validate(certificates, id, Use.SIGNATURE, at);
        if (verdict instanceof Verdict.Refused refused) {
            throw Refusal.because(RejectReason.CERTIFICATE_REFUSED, refused.reason() + ": " + refused.detail());
        }
        Verdict.Trusted trusted = (Verdict.Trusted) verdict;
        List<Compatibility> departures = departures(
                        readings,
                        settings,
                        (reading, withHeader) -> trust.verifier()
                                .verify(
                                        trusted.publicKey(),
                                        scheme,
                                        withHeader
                                                ? covered(message, reading.array())
                                                : coveredWithoutHeader(message, reading.array()),
                                        sign.signature()))
                .orElseThrow(() -> Refusal.because(RejectReason.AUTHENTICATION_FAILED, "the signature is wrong"));
        int offset = message.offset(message.payloads().size() - 1);
        return new Signer(
                certificates,
                trusted,
                id,
                departures.stream()
                        .map(departure -> departure.at(offset, "SIGN"))
                        .toList());
    }

    /** Whether the signature is right over a message with something behind it, with or without the header of SIGN. */
    private interface Check {
        boolean isRight(Appended reading, boolean withHeader);
    }

    /** What has to be accepted for the signature to be right: nothing at best; empty if it is wrong all the same. */
    private static Optional<List<Compatibility>> departures(
            List<Appended> readings, ExchangeSettings settings, Check check) {
        for (boolean withHeader : new boolean[] {true, false}) {
            for (Appended reading : readings) {
                List<Compatibility> departures = new ArrayList<>(reading.departures);
                if (!withHeader) {
                    departures.add(Compatibility.SIGNATURE_WITHOUT_SIGN_HEADER);
                }
                if (settings.accepts(departures) && check.isRight(reading, withHeader)) {
                    return Optional.of(departures);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * What is signed behind a message and not sent.
     *
     * @param octets the octets, one after the other
     * @param departures what has to be accepted for it; empty for the standard's reading
     */
    public record Appended(List<Octets> octets, List<Compatibility> departures) {
        public Appended {
            octets = List.copyOf(octets);
            departures = List.copyOf(departures);
        }

        private Octets[] array() {
            return octets.toArray(Octets[]::new);
        }

        /** These octets, under these departures. */
        public static Appended of(List<Compatibility> departures, Octets... octets) {
            return new Appended(List.of(octets), departures);
        }
    }

    /** Signs an error message about an authentic one. */
    public static MikeyMessage signError(MikeyMessage error, LocalIdentity own, ExchangeSettings settings) {
        List<Payload> payloads = new ArrayList<>(error.payloads());
        if (settings.certificatesInErrors()) {
            payloads.addAll(1, own.allPayloads());
        }
        return sign(error.header(), payloads, own.signer());
    }

    /** Whether an error message ends in the signature of a trusted peer. */
    public static boolean isAuthentic(
            MikeyMessage error, Optional<IdPayload> id, PeerTrust trust, Instant at, ExchangeSettings settings) {
        if (!(error.payloads().get(error.payloads().size() - 1) instanceof SignPayload)) {
            return false;
        }
        Optional<IdPayload> claimed = error.payload(IdPayload.class);
        if (id.isPresent() && claimed.isPresent() && !claimed.equals(id)) {
            return false;
        }
        try {
            authenticate(error, claimed.or(() -> id), trust, at, settings);
            return true;
        } catch (Refusal e) {
            return false;
        }
    }

    /**
     * Who signed a message.
     *
     * @param certificates the certificates by which it was authenticated
     * @param trusted the verdict on them
     * @param id the identity that the certificate was matched with; empty if the message carried none
     * @param diagnostics what had to be accepted
     */
    public record Signer(
            List<CertPayload> certificates,
            Verdict.Trusted trusted,
            Optional<IdPayload> id,
            List<Diagnostic> diagnostics) {
        /**
         * Matches an identity that came to light later with the certificate.
         *
         * @throws Refusal if the certificate is not that of the identity
         */
        public void requireIdentity(IdPayload later, PeerTrust trust, Instant at) {
            if (id.isPresent()) {
                if (!id.get().equals(later)) {
                    throw Refusal.because(
                            RejectReason.IDENTITY_REFUSED, "the encrypted identity is not the one in the clear");
                }
                return;
            }
            if (trust.validator().validate(certificates, Optional.of(later), Use.SIGNATURE, at)
                    instanceof Verdict.Refused refused) {
                throw Refusal.because(RejectReason.IDENTITY_REFUSED, refused.detail());
            }
        }
    }
}
