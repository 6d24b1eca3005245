package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.List;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.UnresolvedTransfer;
import org.mikey4j.message.Octets;

/** The implementation is an Initiator of MIKEY-TICKET, and we are the key management service and the Responder. */
final class TicketRequestLive {
    private static final String TYPES = "R3830-5.4-07";

    private final TicketParties parties;
    private final TicketAccess access;

    TicketRequestLive(TicketParties parties) {
        this.parties = parties;
        this.access = parties.access();
    }

    List<Scenario> scenarios() {
        LiveGroup all = new LiveGroup(
                "live-" + access.label() + "-request-", access.label() + " request, live", access.request());
        for (TicketKind kind : TicketKind.values()) {
            all.add(
                    kind.label(),
                    "asks a service for a ticket, uses it, and has the same keys as who answers",
                    List.of("R6043-4.2.1.1-01", "R6043-4.2.1.1-02", access.requestRule(), "R6043-4.2.2.1-01"),
                    s -> requests(dialogue(s), kind));
        }
        all.faults("answer-", "REQUEST_RESP", TicketFlaws.ofGrant(), (s, fault) -> {
            Octets asked = asked(dialogue(s), TicketKind.FORKED);
            Octets message =
                    fault.in(parties.service().answer(asked, "REQUEST_INIT")).orElseThrow();
            return Dialogue.refused(dialogue(s).goOn(access.granted(), message), message);
        });
        all.refused("answer-own", "its own REQUEST_INIT", TYPES, RejectReason.WRONG_DATA_TYPE, s -> {
            Octets message = asked(dialogue(s), TicketKind.FORKED);
            return Dialogue.refused(dialogue(s).goOn(access.granted(), message), message);
        });
        all.refused(
                "answer-of-another",
                "a REQUEST_RESP to somebody else",
                "R6043-4.2.1.5-01",
                RejectReason.MISMATCH,
                s -> {
                    asked(dialogue(s), TicketKind.FORKED);
                    Octets another =
                            parties.request(TicketKind.FORKED).message().octets();
                    Octets message =
                            parties.service().answer(another, "REQUEST_INIT").octets();
                    return Dialogue.refused(dialogue(s).goOn(access.granted(), message), message);
                });
        all.refused("answer-again", "REQUEST_RESP instead of TRANSFER_RESP", TYPES, RejectReason.MISMATCH, s -> {
            Octets asked = asked(dialogue(s), TicketKind.FORKED);
            Octets message = parties.service().answer(asked, "REQUEST_INIT").octets();
            Dialogue.accepted(dialogue(s).goOn(access.granted(), message), message);
            return Dialogue.refused(dialogue(s).goOn(access.granted(), message), message);
        });
        return all.scenarios();
    }

    private Dialogue dialogue(Subject subject) {
        return new Dialogue(subject, parties.alice());
    }

    /** Its REQUEST_INIT. */
    private Octets asked(Dialogue tested, TicketKind kind) throws Silent, IOException, Wrong {
        return Dialogue.made(tested.begin(access.request(), kind.members()), "REQUEST_INIT");
    }

    private Play.Judgement requests(Dialogue tested, TicketKind kind) throws Silent, IOException, Wrong {
        TicketParties.Service service = parties.service();
        Octets granted = service.answer(asked(tested, kind), "REQUEST_INIT").octets();
        Octets transfer =
                Dialogue.made(Dialogue.accepted(tested.goOn(access.granted(), granted), granted), "TRANSFER_INIT");
        UnresolvedTransfer unresolved = parties.received(transfer);
        PendingResolve resolve = parties.resolve(unresolved);
        Octets resolved =
                service.answer(resolve.message().octets(), "RESOLVE_INIT").octets();
        ResponderResult.Established bob = TicketParties.answered(unresolved, resolve, resolved);
        Octets reply = bob.reply()
                .orElseThrow(() -> new Wrong("TRANSFER_INIT asks for no answer", transfer))
                .octets();
        JsonTree answer = Dialogue.accepted(tested.goOn(access.granted(), reply), reply);
        return Dialogue.sameKeys(bob.association(), answer, reply);
    }
}
