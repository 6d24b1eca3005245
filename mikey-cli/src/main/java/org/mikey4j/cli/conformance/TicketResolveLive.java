package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.List;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.message.Octets;

/** The implementation is a Responder of MIKEY-TICKET, and we are the key management service and the Initiator. */
final class TicketResolveLive {
    private static final String TYPES = "R3830-5.4-07";

    private final TicketParties parties;
    private final TicketAccess access;

    TicketResolveLive(TicketParties parties) {
        this.parties = parties;
        this.access = parties.access();
    }

    List<Scenario> scenarios() {
        LiveGroup all = new LiveGroup(
                "live-" + access.label() + "-resolve-", access.label() + " resolve, live", access.resolve());
        for (TicketKind kind : TicketKind.values()) {
            all.add(
                    kind.label(),
                    "has a service resolve a ticket, answers, and has the same keys as the Initiator",
                    List.of(access.resolveRule(), "R6043-4.2.3.6-01", "R6043-4.2.2.3-02", "R6043-4.2.2.3-03"),
                    s -> resolves(dialogue(s), kind));
        }
        all.faults("answer-", "RESOLVE_RESP", TicketFlaws.ofResolution(), (s, fault) -> {
            TicketParties.Service service = parties.service();
            Octets asked = asked(dialogue(s), forked(service).message().octets());
            Octets message = fault.in(service.answer(asked, "RESOLVE_INIT")).orElseThrow();
            return Dialogue.refused(dialogue(s).goOn(access.resolved(), message), message);
        });
        all.refused("answer-own", "its own RESOLVE_INIT", TYPES, RejectReason.WRONG_DATA_TYPE, s -> {
            Octets message =
                    asked(dialogue(s), forked(parties.service()).message().octets());
            return Dialogue.refused(dialogue(s).goOn(access.resolved(), message), message);
        });
        all.refused(
                "answer-of-another",
                "the RESOLVE_RESP of another transfer",
                "R6043-4.2.1.5-01",
                RejectReason.MISMATCH,
                s -> {
                    TicketParties.Service service = parties.service();
                    Octets another =
                            asked(dialogue(s), forked(service).message().octets());
                    asked(dialogue(s), forked(service).message().octets());
                    Octets message = service.answer(another, "RESOLVE_INIT").octets();
                    return Dialogue.refused(dialogue(s).goOn(access.resolved(), message), message);
                });
        all.refused(
                "transfer-flipped-t",
                "TRANSFER_INIT, whose timestamp has a bit flipped, once the keys are there",
                "R6043-4.2.3.6-01",
                RejectReason.AUTHENTICATION_FAILED,
                s -> {
                    TicketParties.Service service = parties.service();
                    Octets transfer = Fault.FLIPPED_T
                            .in(service.transfer(parties, TicketKind.PLAIN).message())
                            .orElseThrow();
                    Octets message = service.answer(asked(dialogue(s), transfer), "RESOLVE_INIT")
                            .octets();
                    return Dialogue.refused(dialogue(s).goOn(access.resolved(), message), transfer);
                });
        all.refused("again", "TRANSFER_INIT again in another context", "R6043-12.4-01", RejectReason.REPLAYED, s -> {
            TicketParties.Service service = parties.service();
            Octets transfer = forked(service).message().octets();
            Octets message =
                    service.answer(asked(dialogue(s), transfer), "RESOLVE_INIT").octets();
            Dialogue.accepted(dialogue(s).goOn(access.resolved(), message), message);
            return Dialogue.refused(dialogue(s).goOn(access.resolve(), transfer, "02"), transfer);
        });
        return all.scenarios();
    }

    private Dialogue dialogue(Subject subject) {
        return new Dialogue(subject, parties.bob());
    }

    private PendingTransfer forked(TicketParties.Service service) throws Wrong {
        return service.transfer(parties, TicketKind.FORKED);
    }

    /** Its RESOLVE_INIT for a TRANSFER_INIT. */
    private Octets asked(Dialogue tested, Octets transfer) throws Silent, IOException, Wrong {
        return Dialogue.made(Dialogue.accepted(tested.begin(access.resolve(), transfer), transfer), "RESOLVE_INIT");
    }

    private Play.Judgement resolves(Dialogue tested, TicketKind kind) throws Silent, IOException, Wrong {
        TicketParties.Service service = parties.service();
        PendingTransfer transfer = service.transfer(parties, kind);
        Octets asked = asked(tested, transfer.message().octets());
        Octets message = service.answer(asked, "RESOLVE_INIT").octets();
        JsonTree answer = Dialogue.accepted(tested.goOn(access.resolved(), message), message);
        Octets reply = Dialogue.made(answer, "TRANSFER_RESP");
        return Dialogue.sameKeys(TicketParties.established(transfer, reply), answer, reply);
    }
}
