package org.mikey4j.cli.command;

import java.util.HexFormat;
import java.util.Set;
import org.mikey4j.cli.TextSink;
import org.mikey4j.cli.output.Painter;
import org.mikey4j.cli.output.Style;
import org.mikey4j.cli.view.DiagnosticText;
import org.mikey4j.cli.view.ReadableText;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.SType;

/** What came of checking a message, for a person. */
final class VerificationText {
    private final TextSink out;
    private final Painter painter;
    private final boolean showSecrets;
    private final Set<Compatibility> accepted;

    VerificationText(TextSink out, Painter painter, boolean showSecrets, Set<Compatibility> accepted) {
        this.out = out;
        this.painter = painter;
        this.showSecrets = showSecrets;
        this.accepted = accepted;
    }

    void write(MikeyMessage message, Verification verification) {
        if (verification.verified()) {
            out.line(verdict(message, verification));
        } else {
            out.line(painter.paint(Style.BAD, "not verified") + ": " + verification.problem());
        }
        verification.association().ifPresent(this::write);
        for (Diagnostic diagnostic : verification.diagnostics()) {
            out.line(DiagnosticText.of(diagnostic, painter));
        }
    }

    private String verdict(MikeyMessage message, Verification verification) {
        if (!verification.proof().isEmpty()) {
            return (verification.association().isPresent()
                            ? painter.paint(Style.GOOD, "verified")
                            : painter.paint(Style.WARNING, "opened"))
                    + ": " + verification.proof();
        }
        if (macAlg(message) == MacAlg.NULL && message.indexOf(SignPayload.class) < 0) {
            return painter.paint(Style.WARNING, "accepted") + ": nothing protects this message (NULL MAC)";
        }
        String verdict = painter.paint(Style.GOOD, "verified") + ": " + protection(message);
        if (verification.answer().isPresent()) {
            MikeyMessage answer = MikeyMessage.decode(verification.answer().get(), DecodeOptions.ACCEPT_TRAILING_ZERO);
            verdict += protection(answer).equals(protection(message))
                    ? " of the message and of the answer"
                    : " of the message, " + protection(answer) + " of the answer";
            return verification.association().isPresent()
                    ? verdict
                    : verdict + "; its keys take " + verification.mode().answerSecret();
        }
        verdict += " of the message";
        if (!verification.mode().keysInMessage()) {
            return verdict + "; the keys come with the answer";
        }
        return message.header().v() ? verdict + "; it asks for an answer, which was not checked" : verdict;
    }

    private static String protection(MikeyMessage message) {
        return message.payload(SignPayload.class)
                .map(sign -> SType.REGISTRY.name(sign.sType()) + " signature")
                .orElseGet(() -> MacAlg.REGISTRY.name(macAlg(message)));
    }

    private static int macAlg(MikeyMessage message) {
        return message.payload(VPayload.class)
                .map(VPayload::authAlg)
                .or(() -> message.payload(KemacPayload.class).map(KemacPayload::macAlg))
                .orElse(MacAlg.NULL);
    }

    private void write(SecurityAssociation association) {
        out.line("CSB " + u32(association.csbId())
                + association
                        .initiator()
                        .map(id -> "  from " + ReadableText.orHex(id.idData()))
                        .orElse("")
                + association
                        .responder()
                        .map(id -> "  to " + ReadableText.orHex(id.idData()))
                        .orElse(""));
        for (CryptoSession session : association.cryptoSessions()) {
            for (SessionKey key : StreamKeys.of(session, accepted)) {
                out.line("CS " + session.csId() + "  ssrc " + u32(session.ssrc()) + "  roc " + session.roc() + "  "
                        + secret("TEK", key.tek()) + "  " + secret("salt", key.salt()) + validity(key.kv()));
            }
        }
    }

    private static String validity(KeyValidity kv) {
        if (kv instanceof KeyValidity.Spi spi) {
            return "  mki " + spi.spi().toHex();
        }
        if (kv instanceof KeyValidity.Interval interval) {
            return "  packets " + interval.validFrom().toHex() + " to "
                    + interval.validTo().toHex();
        }
        return "";
    }

    private String secret(String name, SecretBytes secret) {
        if (secret.length() == 0) {
            return "no " + name;
        }
        String text =
                showSecrets ? SecretText.hex(secret) : secret.length() + " octets, sha256/8=" + secret.fingerprint();
        return name + " " + painter.paint(Style.SECRET, text);
    }

    private static String u32(long value) {
        return HexFormat.of().toHexDigits((int) value);
    }
}
