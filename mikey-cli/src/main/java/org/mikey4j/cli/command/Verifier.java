package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.WitnessResult;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;

/** Checks a message as its receiver would, and the answer as its sender would; looks for the departure that explains a failure. */
final class Verifier {
    private static final Diagnostic ANSWER_NOT_CHECKED = new Diagnostic(
            Severity.INFO,
            "ANSWER_NOT_CHECKED",
            0,
            "HDR",
            "the answer is under the envelope key, which " + TicketAccess.ENVELOPE_KEY + " or the service's "
                    + IdentityOptions.IDENTITY + " gives",
            "RFC 6043, 4.2.1.3");

    private final Mode mode;
    private final Mode.Ends ends;
    private final ExchangeOptions options;

    Verifier(Mode mode, Mode.Ends ends, ExchangeOptions options) {
        this.mode = mode;
        this.ends = ends;
        this.options = options;
    }

    /** Checks the message, and the answer if there is one. */
    Verification verify(MikeyMessage message, Optional<Octets> answer) {
        Verification alone = verify(message);
        if (answer.isEmpty() || !alone.verified()) {
            return alone;
        }
        if (!ends.checksAnswer(message)) {
            return alone.with(ANSWER_NOT_CHECKED);
        }
        if (!ends.opensAnswers()) {
            return witnessed(message, answer.get(), alone);
        }
        try (alone) {
            InitiatorResult result = ends.receiveAnswer(message, answer.get(), options.settings(message));
            if (result instanceof InitiatorResult.Established established) {
                SecurityAssociation association = established.association();
                return new Verification(
                        mode,
                        Optional.of(association),
                        answer,
                        "",
                        both(alone.diagnostics(), association.diagnostics()));
            }
            Rejected rejected = (Rejected) result;
            InitiatorResult lenient = ends.receiveAnswer(message, answer.get(), lenientSettings(message));
            if (lenient instanceof InitiatorResult.Established established) {
                try (SecurityAssociation association = established.association()) {
                    return refused(rejected, association.diagnostics());
                }
            }
            return refused(rejected, List.of());
        }
    }

    /** Without what the keys take it can still be told whether the answer is authentic. */
    private Verification witnessed(MikeyMessage message, Octets answer, Verification alone) {
        WitnessResult result = ends.witnessAnswer(message, answer, options.settings(message));
        if (result instanceof WitnessResult.Authentic authentic) {
            return new Verification(
                    mode,
                    Optional.empty(),
                    Optional.of(answer),
                    "",
                    both(alone.diagnostics(), authentic.diagnostics()));
        }
        WitnessResult lenient = ends.witnessAnswer(message, answer, lenientSettings(message));
        return refused(
                (Rejected) result,
                lenient instanceof WitnessResult.Authentic authentic ? authentic.diagnostics() : List.of());
    }

    private Verification verify(MikeyMessage message) {
        ResponderResult result = ends.receive(message, options.settings(message), csId -> 0);
        if (result instanceof ResponderResult.Established established) {
            SecurityAssociation association = established.association();
            if (mode.keysInMessage()) {
                return new Verification(
                        mode,
                        Optional.of(association),
                        Optional.empty(),
                        "",
                        both(association.diagnostics(), ends.notes(message, association)));
            }
            // What came of it are keys that only an answer of ours would have made.
            try (association) {
                return new Verification(mode, Optional.empty(), Optional.empty(), "", association.diagnostics());
            }
        }
        Rejected rejected = (Rejected) result;
        ResponderResult lenient = ends.receive(message, lenientSettings(message), csId -> 0);
        if (lenient instanceof ResponderResult.Established established) {
            try (SecurityAssociation association = established.association()) {
                return refused(rejected, association.diagnostics());
            }
        }
        return refused(rejected, List.of());
    }

    private ExchangeSettings lenientSettings(MikeyMessage message) {
        return options.lenientSettings(message, ends.emptyLastBlockShows());
    }

    /** @param departures those under which the message would have been accepted */
    private Verification refused(Rejected rejected, List<Diagnostic> departures) {
        return new Verification(
                mode, Optional.empty(), Optional.empty(), rejected.detail(), both(rejected.diagnostics(), departures));
    }

    private static List<Diagnostic> both(List<Diagnostic> first, List<Diagnostic> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }
}
