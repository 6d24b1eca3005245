package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ibake.IbakeConfirmation;
import org.mikey4j.exchange.ibake.IbakeFirstOffer;
import org.mikey4j.exchange.ibake.IbakeFirstResult;
import org.mikey4j.exchange.ibake.IbakePendingAnswer;
import org.mikey4j.exchange.ibake.IbakeResponse;
import org.mikey4j.exchange.ibake.IbakeSecondOffer;
import org.mikey4j.message.Octets;

/**
 * Scenarios of MIKEY-IBAKE that are made when they are played: we are the other end, honest but for one fault that was put into one of its
 * messages on the way, or for their order.
 */
final class IbakeLive {
    private static final String ORDER = "R6267-4.2.2-01";

    private final Map<String, String> alice;
    private final Map<String, String> bob;
    private final CheckedKeys keys = new CheckedKeys();

    /**
     * @param alice what the Initiator has
     * @param bob what the Responder has
     */
    IbakeLive(Map<String, String> alice, Map<String, String> bob) {
        this.alice = Map.copyOf(alice);
        this.bob = Map.copyOf(bob);
    }

    /** The implementation as Responder. */
    List<Scenario> responder() {
        LiveGroup all = new LiveGroup("live-ibake-respond-", "ibake responder, live", IbakeActions.RESPOND);
        for (String prf : List.of("0", "1")) {
            all.add(
                    "prf-" + prf,
                    "answers both messages so that the Initiator accepts it, and has the same keys",
                    List.of("R6267-4.2.2.3-04", "R6267-4.2.2.3-05", "R6267-4.2.2.7-05", "R6267-5.1-02"),
                    s -> responds(s, prf));
        }
        all.faults("first-", "I_MESSAGE_1", IbakeFlaws.ofFirst(), (s, fault) -> {
            Octets message = fault.in(offer("0").message()).orElseThrow();
            return Dialogue.refused(bob(s).begin(IbakeActions.RESPOND, message), message);
        });
        all.faults("second-", "I_MESSAGE_2", IbakeFlaws.ofSecond(), this::faultySecond);
        all.refused("second-alone", "I_MESSAGE_2 without the first", ORDER, RejectReason.WRONG_DATA_TYPE, s -> {
            Octets message = secondOfAnother();
            return Dialogue.refused(bob(s).begin(IbakeActions.RESPOND, message), message);
        });
        all.refused("second-of-another", "I_MESSAGE_2 of another exchange", ORDER, RejectReason.MISMATCH, s -> {
            begun(bob(s), offer("0"));
            Octets message = secondOfAnother();
            return Dialogue.refused(bob(s).goOn(IbakeActions.RESPOND, message), message);
        });
        all.refused("reflected", "its own R_MESSAGE_1", ORDER, RejectReason.WRONG_DATA_TYPE, s -> {
            Octets message = begun(bob(s), offer("0"));
            return Dialogue.refused(bob(s).goOn(IbakeActions.RESPOND, message), message);
        });
        all.refused(
                "again",
                "the same I_MESSAGE_1, after its exchange and in another context",
                "R3830-5.4-04",
                RejectReason.REPLAYED,
                this::replayed);
        all.add(
                "second-again",
                "the same I_MESSAGE_2 twice leads to one association",
                List.of("R3830-5.4-04"),
                this::repeated);
        return all.scenarios();
    }

    /** The implementation as Initiator. */
    List<Scenario> initiator() {
        LiveGroup all = new LiveGroup("live-ibake-", "ibake initiator, live", IbakeActions.INITIATE);
        for (String prf : List.of("0", "1")) {
            all.add(
                    "initiate-prf-" + prf,
                    "makes both messages so that a Responder accepts them, accepts the answers, and has the same keys",
                    List.of("R6267-4.2.2.1-04", "R6267-4.2.2.5-04", "R6267-4.2.2.5-05", "R6267-5.1-02"),
                    s -> initiates(s, prf));
        }
        all.faults("answer-first-", "R_MESSAGE_1", IbakeFlaws.ofFirstAnswer(), (s, fault) -> {
            Octets message = fault.in(heard(offered(alice(s), "0")).message()).orElseThrow();
            return Dialogue.refused(alice(s).goOn(IbakeActions.ANSWER, message), message);
        });
        all.faults("answer-second-", "R_MESSAGE_2", IbakeFlaws.ofSecondAnswer(), (s, fault) -> {
            Octets message = fault.in(confirmed(alice(s), "0").reply()).orElseThrow();
            return Dialogue.refused(alice(s).goOn(IbakeActions.ANSWER, message), message);
        });
        all.refused(
                "answer-second-of-another",
                "R_MESSAGE_2 of another exchange instead of the first",
                ORDER,
                RejectReason.MISMATCH,
                s -> {
                    offered(alice(s), "0");
                    Octets message = lastOfAnother();
                    return Dialogue.refused(alice(s).goOn(IbakeActions.ANSWER, message), message);
                });
        all.refused(
                "answer-first-again", "R_MESSAGE_1 instead of the second", ORDER, RejectReason.WRONG_DATA_TYPE, s -> {
                    Octets message = heard(offered(alice(s), "0")).message().octets();
                    Dialogue.accepted(alice(s).goOn(IbakeActions.ANSWER, message), message);
                    return Dialogue.refused(alice(s).goOn(IbakeActions.ANSWER, message), message);
                });
        all.refused("answer-own-offer", "its own I_MESSAGE_1", ORDER, RejectReason.WRONG_DATA_TYPE, s -> {
            Octets message = offered(alice(s), "0");
            return Dialogue.refused(alice(s).goOn(IbakeActions.ANSWER, message), message);
        });
        all.refused("answer-own-second", "its own I_MESSAGE_2", ORDER, RejectReason.WRONG_DATA_TYPE, s -> {
            IbakePendingAnswer answer = heard(offered(alice(s), "0"));
            Octets message = second(alice(s), answer);
            return Dialogue.refused(alice(s).goOn(IbakeActions.ANSWER, message), message);
        });
        return all.scenarios();
    }

    private Dialogue alice(Subject subject) {
        return new Dialogue(subject, alice);
    }

    private Dialogue bob(Subject subject) {
        return new Dialogue(subject, bob);
    }

    // We call: the implementation is the Responder.

    private IbakeFirstOffer offer(String prf) {
        return IbakeEnds.offer(new Setup(alice, keys).with("prf", prf), Dialogue.CLOCK);
    }

    /** Its R_MESSAGE_1. */
    private static Octets begun(Dialogue tested, IbakeFirstOffer offer) throws Silent, IOException, Wrong {
        Octets message = offer.message().octets();
        return Dialogue.made(Dialogue.accepted(tested.begin(IbakeActions.RESPOND, message), message), "R_MESSAGE_1");
    }

    private static IbakeSecondOffer next(IbakeFirstOffer offer, Octets answer) throws Wrong {
        IbakeFirstResult result = offer.receive(answer);
        if (result instanceof IbakeFirstResult.Next next) {
            return next.offer();
        }
        throw new Wrong(
                "an Initiator refuses R_MESSAGE_1: "
                        + ((IbakeFirstResult.Refused) result).rejected().detail(),
                answer);
    }

    private Play.Judgement responds(Subject subject, String prf) throws Silent, IOException, Wrong {
        IbakeFirstOffer offer = offer(prf);
        IbakeSecondOffer second = next(offer, begun(bob(subject), offer));
        Octets message = second.message().octets();
        JsonTree answer = Dialogue.accepted(bob(subject).goOn(IbakeActions.RESPOND, message), message);
        Octets reply = Dialogue.made(answer, "R_MESSAGE_2");
        InitiatorResult result = second.receive(reply);
        if (result instanceof Rejected rejected) {
            throw new Wrong("an Initiator refuses R_MESSAGE_2: " + rejected.detail(), reply);
        }
        return Dialogue.sameKeys(((InitiatorResult.Established) result).association(), answer, reply);
    }

    private Play.Judgement faultySecond(Subject subject, Fault fault) throws Silent, IOException, Wrong {
        IbakeFirstOffer offer = offer("0");
        IbakeSecondOffer second = next(offer, begun(bob(subject), offer));
        Octets message = fault.in(second.message()).orElseThrow();
        return Dialogue.refused(bob(subject).goOn(IbakeActions.RESPOND, message), message);
    }

    private Play.Judgement replayed(Subject subject) throws Silent, IOException, Wrong {
        IbakeFirstOffer offer = offer("0");
        IbakeSecondOffer second = next(offer, begun(bob(subject), offer));
        Octets message = second.message().octets();
        Dialogue.accepted(bob(subject).goOn(IbakeActions.RESPOND, message), message);
        Octets again = offer.message().octets();
        return Dialogue.refused(bob(subject).goOn(IbakeActions.RESPOND, again, "02"), again);
    }

    private Play.Judgement repeated(Subject subject) throws Silent, IOException, Wrong {
        IbakeFirstOffer offer = offer("0");
        IbakeSecondOffer second = next(offer, begun(bob(subject), offer));
        Octets message = second.message().octets();
        Dialogue.accepted(bob(subject).goOn(IbakeActions.RESPOND, message), message);
        JsonTree again = bob(subject).goOn(IbakeActions.RESPOND, message);
        if (again.is("accepted") && !again.is("repeated")) {
            throw new Wrong("the same message led to a second association", message);
        }
        return Play.Judgement.right(message.toHex());
    }

    // The implementation calls: we are the Responder.

    private static Octets offered(Dialogue tested, String prf) throws Silent, IOException, Wrong {
        return Dialogue.made(tested.begin(IbakeActions.INITIATE, Map.of("prf", prf)), "I_MESSAGE_1");
    }

    private IbakePendingAnswer heard(Octets offer) throws Wrong {
        IbakeResponse response =
                IbakeEnds.responder(new Setup(bob, keys), Dialogue.CLOCK).receive(offer, Octets.EMPTY);
        if (response instanceof IbakeResponse.Answered answered) {
            return answered.answer();
        }
        String why = response instanceof IbakeResponse.Refused refused
                ? refused.rejected().detail()
                : "";
        throw new Wrong("a Responder refuses I_MESSAGE_1: " + why, offer);
    }

    /** Its I_MESSAGE_2. */
    private static Octets second(Dialogue tested, IbakePendingAnswer answer) throws Silent, IOException, Wrong {
        Octets message = answer.message().octets();
        return Dialogue.made(Dialogue.accepted(tested.goOn(IbakeActions.ANSWER, message), message), "I_MESSAGE_2");
    }

    private static IbakeConfirmation.Established confirmed(IbakePendingAnswer answer, Octets second) throws Wrong {
        IbakeConfirmation confirmation = answer.receive(second);
        if (confirmation instanceof IbakeConfirmation.Established established) {
            return established;
        }
        String why = confirmation instanceof IbakeConfirmation.Refused refused
                ? refused.rejected().detail()
                : "";
        throw new Wrong("a Responder refuses I_MESSAGE_2: " + why, second);
    }

    private IbakeConfirmation.Established confirmed(Dialogue tested, String prf) throws Silent, IOException, Wrong {
        IbakePendingAnswer answer = heard(offered(tested, prf));
        return confirmed(answer, second(tested, answer));
    }

    private Play.Judgement initiates(Subject subject, String prf) throws Silent, IOException, Wrong {
        IbakeConfirmation.Established established = confirmed(alice(subject), prf);
        Octets message = established.reply().octets();
        JsonTree answer = Dialogue.accepted(alice(subject).goOn(IbakeActions.ANSWER, message), message);
        return Dialogue.sameKeys(established.association(), answer, message);
    }

    // Both ends are ours.

    /** I_MESSAGE_2 of an exchange that the implementation has no part in. */
    private Octets secondOfAnother() throws Wrong {
        IbakeFirstOffer offer = offer("0");
        return next(offer, heard(offer.message().octets()).message().octets())
                .message()
                .octets();
    }

    /** R_MESSAGE_2 of an exchange that the implementation has no part in. */
    private Octets lastOfAnother() throws Wrong {
        IbakeFirstOffer offer = offer("0");
        IbakePendingAnswer answer = heard(offer.message().octets());
        IbakeSecondOffer second = next(offer, answer.message().octets());
        return confirmed(answer, second.message().octets()).reply().octets();
    }
}
