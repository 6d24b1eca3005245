package org.mikey4j.cli.conformance;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TpkLookup;
import org.mikey4j.exchange.ticket.TransferInitiator;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.registry.IdRole;

/**
 * Scenarios of transfers of MIKEY-TICKET: the exchange vectors of a Responder that has the key which protects the ticket, and of an
 * Initiator that takes up a stated offer.
 */
final class TicketTransferVectors {
    private static final JsonTree NONE = new JsonTree(Map.of());
    private static final String MODE = MikeyMode.TICKET.label();

    private TicketTransferVectors() {}

    /**
     * All of them.
     *
     * @param initiator the vectors of an Initiator
     * @param responder the vectors of a Responder
     */
    static List<Scenario> of(JsonTree initiator, JsonTree responder, RequirementIds ids) {
        List<Scenario> all = new ArrayList<>(vectors(responder, "responder", MikeyMode.TICKET.respond(), ids));
        all.addAll(vectors(initiator, "initiator", MikeyMode.TICKET.answer(), ids));
        return all;
    }

    private static List<Scenario> vectors(JsonTree file, String role, String action, RequirementIds ids) {
        JsonTree notes = file.object("notes").orElse(NONE);
        List<Scenario> all = new ArrayList<>();
        for (JsonTree group : file.objects("groups")) {
            for (JsonTree test : group.objects("tests")) {
                JsonTree setup = test.object("setup").orElse(NONE);
                String tpk =
                        setup.object(MODE).flatMap(ticket -> ticket.text("tpk")).orElse("");
                if (!tpk.isEmpty()) {
                    Map<String, String> members = new LinkedHashMap<>();
                    members.put("own", role.equals("responder") ? Setup.BOB : Setup.ALICE);
                    members.put("tpk", tpk);
                    setup.text("fill").ifPresent(ssrc -> members.put("ssrc", ssrc));
                    setup.text("offer").ifPresent(offer -> members.put("offer", offer));
                    all.add(VectorSteps.scenario(
                            test,
                            MODE + " " + role + ", " + group.text("group").orElse(""),
                            Notes.about(test, notes),
                            ids.ofFlags(action, test.texts("flags")),
                            action,
                            members,
                            role.equals("responder")
                                    ? (step, answer) -> receivedBy(new Setup(members), step, answer)
                                    : VectorSteps.Comparison.KEYS));
                }
            }
        }
        return all;
    }

    /**
     * What is wrong with a Responder's answer. Its keys hang on what it drew, so the Initiator compares them that is told that the offer is
     * its own; where nothing is answered they are those that are stated.
     */
    private static String receivedBy(Setup setup, JsonTree step, JsonTree answer) {
        if (step.text("answer").orElse("").isEmpty()) {
            return Answers.sameKeys(Answers.keys(step), answer);
        }
        Octets reply;
        try {
            reply = Dialogue.made(answer, "TRANSFER_RESP");
        } catch (Wrong e) {
            return String.valueOf(e.getMessage());
        }
        Clock clock = Clock.fixed(Instant.parse(step.text("at").orElse("")), ZoneOffset.UTC);
        MikeyMessage offer = MikeyMessage.decode(
                Octets.ofHex(step.text("message").orElse("")).toByteArray());
        if (offer.payloads(IdrPayload.class).stream().noneMatch(idr -> idr.idRole() == IdRole.IDR_R)) {
            // Whom its MAC covers is known only to who made it.
            return "";
        }
        TicketPayload ticket = offer.payload(TicketPayload.class).orElseThrow();
        try (TicketGrant grant =
                TicketGrant.open(ticket, TpkLookup.of(TicketEnds.tpk(setup).orElseThrow()))) {
            InitiatorResult result = new TransferInitiator(setup.settings(clock))
                    .resume(grant, offer, responder -> true, policy -> true)
                    .receive(reply);
            if (result instanceof Rejected rejected) {
                return "an Initiator refuses TRANSFER_RESP: " + rejected.detail();
            }
            try (var association = ((InitiatorResult.Established) result).association()) {
                return Answers.sameKeys(Answers.keys(association), answer);
            }
        }
    }
}
