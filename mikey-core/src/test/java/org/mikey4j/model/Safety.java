package org.mikey4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/**
 * What must hold whatever the network does: keys come only of octets that the other end sent, for the exchange they were sent
 * in; a message is accepted once; both ends of an exchange hold the same keys.
 *
 * <p>It knows what was sent and compares octets and keys. It computes nothing of MIKEY itself.
 */
final class Safety {
    private final int sealOctets;
    private final List<Ends.Begun> offers = new ArrayList<>();
    private final Map<Octets, Integer> offerOf = new HashMap<>();
    private final Map<Integer, Accepted> accepted = new HashMap<>();
    private final Map<Integer, List<Octets>> errors = new HashMap<>();
    private final Map<Integer, SecurityAssociation> established = new HashMap<>();
    private final Map<String, Integer> seen = new TreeMap<>();

    private record Accepted(Octets context, SecurityAssociation keys, Optional<Octets> reply) {}

    /** @param sealOctets the size of the MAC or signature at the end of an I_MESSAGE */
    Safety(int sealOctets) {
        this.sealOctets = sealOctets;
    }

    /** How often each thing happened. */
    Map<String, Integer> seen() {
        return seen;
    }

    private void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    int offered(Ends.Begun begun) {
        int number = offers.size();
        offers.add(begun);
        assertThat(offerOf.put(begun.message(), number))
                .as("two offers are the same")
                .isNull();
        return number;
    }

    /**
     * Bob got octets.
     *
     * @return what he sends back
     */
    Optional<Octets> received(Octets octets, Octets context, ResponderResult result) {
        Integer offer = offerOf.get(octets);
        if (result instanceof ResponderResult.Established e) {
            count("Bob accepts");
            assertThat(offer).as("Bob takes keys from what Alice did not send").isNotNull();
            Optional<Octets> reply = e.reply().map(MikeyMessage::octets);
            assertThat(accepted.put(offer, new Accepted(context, e.association(), reply)))
                    .as("Bob accepts a message twice")
                    .isNull();
            offers.get(offer)
                    .keys()
                    .ifPresent(keys -> assertThat(keys(e.association()))
                            .as("Bob's keys are Alice's")
                            .isEqualTo(keys(keys)));
            return reply;
        }
        if (result instanceof ResponderResult.Repeated r) {
            count("Bob answers again");
            Accepted before = accepted.get(sentButForSeal(octets));
            assertThat(before).as("Bob repeats what he never accepted").isNotNull();
            assertThat(context).as("the context of a repetition").isEqualTo(before.context());
            assertThat(r.reply().map(MikeyMessage::octets)).as("the answer").isEqualTo(before.reply());
            return r.reply().map(MikeyMessage::octets);
        }
        Rejected rejected = (Rejected) result;
        count("Bob: " + rejected.reason());
        if (offer == null) {
            assertThat(rejected.authenticated())
                    .as("Bob takes for authentic what Alice did not send")
                    .isFalse();
        }
        Optional<Octets> error = rejected.errorMessage().map(MikeyMessage::octets);
        error.ifPresent(e -> errors.computeIfAbsent(offer == null ? -1 : offer, o -> new ArrayList<>())
                .add(e));
        return error;
    }

    /**
     * The offer whose MAC or signature covers the same: that is what makes a message the same. It comes with keys once only, so that
     * nothing hangs on the MAC of a copy.
     */
    private int sentButForSeal(Octets octets) {
        for (Map.Entry<Octets, Integer> sent : offerOf.entrySet()) {
            int covered = sent.getKey().length() - sealOctets;
            if (octets.length() == sent.getKey().length()
                    && octets.slice(0, covered).equals(sent.getKey().slice(0, covered))) {
                return sent.getValue();
            }
        }
        return -1;
    }

    /** Alice, who waits for the answer to an offer, got octets. */
    void answered(int offer, Octets octets, InitiatorResult result) {
        if (result instanceof InitiatorResult.Established e) {
            count("Alice accepts");
            Accepted bob = accepted.get(offer);
            assertThat(bob).as("Alice has keys with a Bob who accepted nothing").isNotNull();
            assertThat(bob.reply())
                    .as("Alice takes keys from what Bob did not answer")
                    .contains(octets);
            assertThat(keys(e.association())).as("Alice's keys are Bob's").isEqualTo(keys(bob.keys()));
            SecurityAssociation before = established.putIfAbsent(offer, e.association());
            if (before != null) {
                assertThat(keys(e.association()))
                        .as("the answer that came again brings other keys")
                        .isEqualTo(keys(before));
                e.association().close();
            }
            return;
        }
        Rejected rejected = (Rejected) result;
        count("Alice: " + rejected.reason());
        if (rejected.authenticated()) {
            assertThat(errors.getOrDefault(offer, List.of()))
                    .as("Alice takes for authentic an error that Bob did not send")
                    .contains(octets);
        }
    }

    /** Each offer must have been accepted, and answered where Alice waits. */
    void assertAllEstablished() {
        for (int offer = 0; offer < offers.size(); offer++) {
            assertThat(accepted).as("offers that Bob accepted").containsKey(offer);
            if (offers.get(offer).receive().isPresent()) {
                assertThat(established)
                        .as("offers that Alice has the answer of")
                        .containsKey(offer);
            }
        }
    }

    private static List<List<SessionKey>> keys(SecurityAssociation association) {
        List<List<SessionKey>> keys =
                association.cryptoSessions().stream().map(CryptoSession::keys).toList();
        assertThat(keys).as("crypto sessions").isNotEmpty().noneMatch(List::isEmpty);
        return keys;
    }
}
