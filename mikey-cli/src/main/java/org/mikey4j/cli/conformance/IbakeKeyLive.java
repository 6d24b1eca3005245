package org.mikey4j.cli.conformance;

import static org.mikey4j.cli.conformance.IbakeKeyActions.ANSWER;
import static org.mikey4j.cli.conformance.IbakeKeyActions.KMS;
import static org.mikey4j.cli.conformance.IbakeKeyActions.REQUEST;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ibake.DeliveredKey;
import org.mikey4j.exchange.ibake.KeyDelivery;
import org.mikey4j.exchange.ibake.KeyIssue;
import org.mikey4j.exchange.ibake.PendingKeyRequest;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;

/** The private keys of MIKEY-IBAKE: the implementation asks for them, or is the key management service that issues them. */
final class IbakeKeyLive {
    private static final String TYPES = "R3830-5.4-07";
    private static final String MAC = "R6267-4.2.1.1.1-02";

    private final Map<String, String> user;
    private final Map<String, String> service;
    private final String key;
    private final CheckedKeys keys = new CheckedKeys();

    /**
     * @param user what the user has
     * @param service what the service has
     * @param key the user's private key for the date of the exchange
     */
    IbakeKeyLive(Map<String, String> user, Map<String, String> service, String key) {
        this.user = Map.copyOf(user);
        this.service = Map.copyOf(service);
        this.key = key;
    }

    /** The implementation as the service. */
    List<Scenario> service() {
        LiveGroup all = new LiveGroup("live-ibake-kms-", "ibake service, live", KMS);
        for (String prf : List.of("0", "1")) {
            all.add(
                    "prf-" + prf,
                    "answers a request with the private key of who asks",
                    List.of("R6267-4.2.1.2-01", "R6267-4.2.1-02", "R6267-4.2.1.3-05", "R6267-6.1.3-01"),
                    s -> issues(s, prf));
        }
        all.faults("request-", "REQUEST_KEY_INIT", IbakeFlaws.ofKeyRequest(), (s, fault) -> {
            Octets message = fault.in(request().message()).orElseThrow();
            return Dialogue.refused(service(s).begin(KMS, message), message);
        });
        asking(
                all,
                "other-key",
                "a request under another key",
                MAC,
                RejectReason.AUTHENTICATION_FAILED,
                setup().with("psk", "00".repeat(16)));
        asking(
                all,
                "stranger",
                "a request of a stranger",
                MAC,
                RejectReason.AUTHENTICATION_FAILED,
                setup().with("own", "sip:mallory@example.org"));
        asking(
                all,
                "other-service",
                "a request for another service",
                "R6267-4.2.1.1-04",
                RejectReason.IDENTITY_REFUSED,
                setup().with("kms", "sip:kms@example.net"));
        asking(
                all,
                "others-too",
                "a request for the key of another user as well",
                "R6267-4.2.1.2-02",
                RejectReason.IDENTITY_REFUSED,
                setup().with("peer", Setup.BOB));
        all.refused("late", "a request of the day before", "R3830-5.3-02", RejectReason.TIMESTAMP_OUTSIDE_WINDOW, s -> {
            Clock before = Clock.offset(Dialogue.CLOCK, Duration.ofDays(-1));
            Octets message = IbakeKeyEnds.request(setup(), before).message().octets();
            return Dialogue.refused(service(s).begin(KMS, message), message);
        });
        all.refused("again", "a request again in another context", "R3830-5.4-04", RejectReason.REPLAYED, s -> {
            Octets message = request().message().octets();
            issued(service(s), message);
            return Dialogue.refused(service(s).goOn(KMS, message, "02"), message);
        });
        all.refused("reflected", "its own REQUEST_KEY_RESP", TYPES, RejectReason.WRONG_DATA_TYPE, s -> {
            Octets message = issued(service(s), request().message().octets());
            return Dialogue.refused(service(s).goOn(KMS, message), message);
        });
        return all.scenarios();
    }

    /** The implementation as a user. */
    List<Scenario> user() {
        LiveGroup all = new LiveGroup("live-ibake-key-", "ibake key request, live", REQUEST);
        for (String prf : List.of("0", "1")) {
            all.add(
                    "prf-" + prf,
                    "asks a service for its private key, and has it",
                    List.of("R6267-4.2.1.1-01", "R6267-4.2.1.1-03", "R6267-4.2.1.1-04", MAC, "R6267-4.2.1.4-01"),
                    s -> asks(s, prf));
        }
        all.faults("answer-", "REQUEST_KEY_RESP", IbakeFlaws.ofKeyAnswer(), (s, fault) -> {
            Octets message = fault.in(answered(asked(user(s), "0"))).orElseThrow();
            return Dialogue.refused(user(s).goOn(ANSWER, message), message);
        });
        all.refused("answer-own", "its own REQUEST_KEY_INIT", TYPES, RejectReason.WRONG_DATA_TYPE, s -> {
            Octets message = asked(user(s), "0");
            return Dialogue.refused(user(s).goOn(ANSWER, message), message);
        });
        all.refused(
                "answer-of-another",
                "a REQUEST_KEY_RESP to somebody else",
                "R6267-4.2.1.3-01",
                RejectReason.MISMATCH,
                s -> {
                    asked(user(s), "0");
                    Octets message = answered(request().message().octets()).octets();
                    return Dialogue.refused(user(s).goOn(ANSWER, message), message);
                });
        return all.scenarios();
    }

    /** A request of an honest end that is not one of this service's users with its key. */
    private void asking(LiveGroup all, String id, String about, String requirement, RejectReason reason, Setup setup) {
        all.refused(id, about, requirement, reason, s -> {
            Octets message =
                    IbakeKeyEnds.request(setup, Dialogue.CLOCK).message().octets();
            return Dialogue.refused(service(s).begin(KMS, message), message);
        });
    }

    private Dialogue service(Subject subject) {
        return new Dialogue(subject, service);
    }

    private Dialogue user(Subject subject) {
        return new Dialogue(subject, user);
    }

    private Setup setup() {
        return new Setup(user, keys);
    }

    private PendingKeyRequest request() {
        return IbakeKeyEnds.request(setup(), Dialogue.CLOCK);
    }

    /** Its REQUEST_KEY_RESP. */
    private static Octets issued(Dialogue tested, Octets message) throws Silent, IOException, Wrong {
        return Dialogue.made(Dialogue.accepted(tested.begin(KMS, message), message), "REQUEST_KEY_RESP");
    }

    private Play.Judgement issues(Subject subject, String prf) throws Silent, IOException, Wrong {
        try (PendingKeyRequest request = IbakeKeyEnds.request(setup().with("prf", prf), Dialogue.CLOCK)) {
            Octets answer = issued(service(subject), request.message().octets());
            KeyDelivery delivery = request.receive(answer);
            if (delivery instanceof KeyDelivery.Refused refused) {
                throw new Wrong(
                        "its user refuses REQUEST_KEY_RESP: "
                                + refused.rejected().detail(),
                        answer);
            }
            List<DeliveredKey> delivered = ((KeyDelivery.Delivered) delivery).keys();
            boolean there = delivered.stream()
                    .anyMatch(found ->
                            HexFormat.of().formatHex(found.key().toByteArray()).equals(key));
            delivered.forEach(DeliveredKey::close);
            return new Play.Judgement(there ? "" : "the private key is another", answer.toHex());
        }
    }

    /** Its REQUEST_KEY_INIT. */
    private static Octets asked(Dialogue tested, String prf) throws Silent, IOException, Wrong {
        return Dialogue.made(tested.begin(REQUEST, Map.of("prf", prf)), "REQUEST_KEY_INIT");
    }

    private MikeyMessage answered(Octets request) throws IOException, Wrong {
        KeyIssue issue =
                IbakeKeyEnds.service(new Setup(service, keys), Dialogue.CLOCK).receive(request, Octets.EMPTY);
        if (issue instanceof KeyIssue.Issued issued) {
            return issued.reply();
        }
        String why =
                issue instanceof KeyIssue.Refused refused ? refused.rejected().detail() : "";
        throw new Wrong("a service refuses REQUEST_KEY_INIT: " + why, request);
    }

    private Play.Judgement asks(Subject subject, String prf) throws Silent, IOException, Wrong {
        Octets message = answered(asked(user(subject), prf)).octets();
        JsonTree answer = Dialogue.accepted(user(subject).goOn(ANSWER, message), message);
        boolean there = answer.objects("transported").stream()
                .anyMatch(found -> found.text("key").orElse("").equals(key));
        return new Play.Judgement(there ? "" : "it has another private key than was sent, or none", message.toHex());
    }
}
