package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.UnresolvedTransfer;
import org.mikey4j.message.Octets;

/** The implementation is the key management service of MIKEY-TICKET, and we are its users. */
final class TicketKmsLive {
    private static final String REPLAY = "R6043-12.4-01";
    private static final String TYPES = "R3830-5.4-07";

    private final TicketParties parties;
    private final TicketAccess access;

    TicketKmsLive(TicketParties parties) {
        this.parties = parties;
        this.access = parties.access();
    }

    List<Scenario> scenarios() {
        LiveGroup all =
                new LiveGroup("live-" + access.label() + "-kms-", access.label() + " service, live", access.kms());
        for (TicketKind kind : TicketKind.values()) {
            all.add(
                    kind.label(),
                    "issues a ticket, and resolves it with the keys that the Initiator has",
                    List.of("R6043-4.2.1.5-03", "R6043-4.2.1.5-04", "R6043-4.2.3.5-01", "R6043-5.5-01"),
                    s -> serves(dialogue(s), kind));
        }
        all.faults("request-", "REQUEST_INIT", TicketFlaws.ofRequest(access), (s, fault) -> {
            Octets message = fault.in(request().message()).orElseThrow();
            return Dialogue.refused(dialogue(s).begin(access.kms(), message), message);
        });
        all.faults("resolve-", "RESOLVE_INIT", TicketFlaws.ofResolve(access), (s, fault) -> {
            Octets message = fault.in(resolve(dialogue(s)).message()).orElseThrow();
            return Dialogue.refused(dialogue(s).goOn(access.kms(), message), message);
        });
        all.refused("request-again", "REQUEST_INIT again in another context", REPLAY, RejectReason.REPLAYED, s -> {
            Octets message = request().message().octets();
            Map<String, String> once = Map.of("message", message.toHex(), "context", "01");
            Dialogue.accepted(dialogue(s).begin(access.kms(), once), message);
            return Dialogue.refused(dialogue(s).goOn(access.kms(), message, "02"), message);
        });
        all.refused("resolve-again", "RESOLVE_INIT again in another context", REPLAY, RejectReason.REPLAYED, s -> {
            Octets message = resolve(dialogue(s)).message().octets();
            Dialogue.accepted(dialogue(s).goOn(access.kms(), message, "01"), message);
            return Dialogue.refused(dialogue(s).goOn(access.kms(), message, "02"), message);
        });
        all.refused("reflected", "its own REQUEST_RESP", TYPES, RejectReason.WRONG_DATA_TYPE, s -> {
            Octets message = granted(dialogue(s), request());
            return Dialogue.refused(dialogue(s).goOn(access.kms(), message), message);
        });
        all.refused("transfer", "a TRANSFER_INIT", TYPES, RejectReason.WRONG_DATA_TYPE, s -> {
            Octets message = transfer(dialogue(s), TicketKind.FORKED).message().octets();
            return Dialogue.refused(dialogue(s).goOn(access.kms(), message), message);
        });
        return all.scenarios();
    }

    private Dialogue dialogue(Subject subject) {
        return new Dialogue(subject, parties.kms());
    }

    private PendingRequest request() {
        return parties.request(TicketKind.FORKED);
    }

    /** Its REQUEST_RESP. */
    private Octets granted(Dialogue tested, PendingRequest request) throws Silent, IOException, Wrong {
        Octets message = request.message().octets();
        return Dialogue.made(Dialogue.accepted(tested.begin(access.kms(), message), message), "REQUEST_RESP");
    }

    /** Our TRANSFER_INIT under its ticket. */
    private PendingTransfer transfer(Dialogue tested, TicketKind kind) throws Silent, IOException, Wrong {
        PendingRequest request = parties.request(kind);
        return parties.transfer(request, kind, granted(tested, request));
    }

    /** Our RESOLVE_INIT for its ticket. */
    private PendingResolve resolve(Dialogue tested) throws Silent, IOException, Wrong {
        return parties.resolve(
                parties.received(transfer(tested, TicketKind.FORKED).message().octets()));
    }

    private Play.Judgement serves(Dialogue tested, TicketKind kind) throws Silent, IOException, Wrong {
        PendingTransfer transfer = transfer(tested, kind);
        UnresolvedTransfer unresolved = parties.received(transfer.message().octets());
        PendingResolve resolve = parties.resolve(unresolved);
        Octets message = resolve.message().octets();
        Octets resolved = Dialogue.made(Dialogue.accepted(tested.goOn(access.kms(), message), message), "RESOLVE_RESP");
        ResponderResult.Established bob = TicketParties.answered(unresolved, resolve, resolved);
        try (var alice = TicketParties.established(
                        transfer, bob.reply().orElseThrow().octets());
                var his = bob.association()) {
            boolean same = Answers.keys(alice).equals(Answers.keys(his));
            return new Play.Judgement(
                    same ? "" : "the Responder has other keys of it than the Initiator", resolved.toHex());
        }
    }
}
