package org.mikey4j.cli.conformance;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.Prf;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.exchange.dhhmac.DhHmacInitiator;
import org.mikey4j.exchange.dhhmac.DhHmacPendingOffer;
import org.mikey4j.exchange.dhhmac.DhHmacResponder;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.publickey.PkInitiator;
import org.mikey4j.exchange.publickey.PkPendingOffer;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarJudge;
import org.mikey4j.exchange.rsar.RsarPendingOffer;
import org.mikey4j.exchange.rsar.RsarResponder;
import org.mikey4j.exchange.sakke.SakkeIdentities;
import org.mikey4j.exchange.sakke.SakkeInitiator;
import org.mikey4j.exchange.sakke.SakkeOneWayOffer;
import org.mikey4j.exchange.sakke.SakkeResponder;
import org.mikey4j.kms.KmsKeys;
import org.mikey4j.kms.UserKeys;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.replay.InMemoryCounterLog;

/** The modes whose two ends can be tested, and our own end of each. */
enum MikeyMode {
    PSK("psk", false) {
        @Override
        Responder responder(Setup setup, Clock clock) {
            PskResponder end = new PskResponder(
                    setup.settings(clock),
                    setup.lookup(),
                    setup.replays(clock),
                    judge(setup),
                    new InMemoryCounterLog(16));
            return new Responder(end::receive, Optional.of(end::receiveUpdate));
        }

        @Override
        Initiator initiator(Setup setup, Clock clock) {
            PskPendingOffer offer = new PskInitiator(setup.settings(clock))
                    .offer(
                            setup.psk().orElseThrow(),
                            request(setup).initiator(setup.own().orElseThrow()).build());
            return Initiator.awaiting(offer.message(), offer::receive);
        }
    },
    DHHMAC("dhhmac", false) {
        @Override
        Responder responder(Setup setup, Clock clock) {
            DhHmacResponder end = new DhHmacResponder(
                    setup.settings(clock),
                    setup.groups(),
                    setup.own().orElseThrow(),
                    setup.lookup(),
                    setup.replays(clock),
                    judge(setup));
            return new Responder(end::receive, Optional.of(end::receiveUpdate));
        }

        @Override
        Initiator initiator(Setup setup, Clock clock) {
            DhHmacPendingOffer offer = new DhHmacInitiator(setup.settings(clock), setup.groups())
                    .offer(
                            setup.psk().orElseThrow(),
                            DhGroup.OAKLEY_5,
                            request(setup).initiator(setup.own().orElseThrow()).build());
            return Initiator.awaiting(offer.message(), offer::receive);
        }
    },
    PK("pk", true) {
        @Override
        Responder responder(Setup setup, Clock clock) {
            PkResponder end = new PkResponder(
                    setup.settings(clock),
                    setup.own().orElseThrow(),
                    setup.trust(),
                    PkResponder.oneKey(setup.opener()),
                    setup.replays(clock),
                    judge(setup));
            return new Responder(end::receive, Optional.of(end::receiveUpdate));
        }

        @Override
        Initiator initiator(Setup setup, Clock clock) {
            PkPendingOffer offer = new PkInitiator(setup.settings(clock), setup.identity())
                    .offer(Envelope.to(setup.peerKey()), request(setup).build());
            return Initiator.awaiting(offer.message(), offer::receive);
        }
    },
    DH_SIGN("dh-sign", true) {
        @Override
        Responder responder(Setup setup, Clock clock) {
            DhResponder end = new DhResponder(
                    setup.settings(clock),
                    setup.groups(),
                    setup.identity(),
                    setup.trust(),
                    setup.replays(clock),
                    judge(setup));
            return new Responder(end::receive, Optional.of(end::receiveUpdate));
        }

        @Override
        Initiator initiator(Setup setup, Clock clock) {
            DhPendingOffer offer = new DhInitiator(
                            setup.settings(clock), setup.groups(), setup.identity(), setup.trust())
                    .offer(DhGroup.OAKLEY_5, request(setup).build());
            return Initiator.awaiting(offer.message(), offer::receive);
        }
    },
    RSA_R("rsa-r", true) {
        @Override
        Responder responder(Setup setup, Clock clock) {
            RsarResponder end = new RsarResponder(
                    setup.settings(clock),
                    setup.identity(),
                    setup.trust(),
                    setup.replays(clock),
                    RsarJudge.acceptFirst(csId -> setup.ssrc()),
                    EnvelopePadding.PKCS1_V1_5);
            return new Responder(end::receive, Optional.empty());
        }

        @Override
        Initiator initiator(Setup setup, Clock clock) {
            RsarPendingOffer offer = new RsarInitiator(
                            setup.settings(clock), setup.identity(), setup.trust(), setup.opener())
                    .offer(request(setup).build());
            return Initiator.awaiting(offer.message(), offer::receive);
        }
    },
    SAKKE("sakke", false) {
        @Override
        Responder responder(Setup setup, Clock clock) {
            SakkeResponder end =
                    new SakkeResponder(setup.settings(clock), setup.identityKeys(), setup.replays(clock), judge(setup));
            return new Responder(end::receive, Optional.empty());
        }

        @Override
        Initiator initiator(Setup setup, Clock clock) {
            KmsKeys keys = setup.identityKeys();
            String peer = setup.peer().orElseThrow().text();
            UserKeys own = keys.keysAt(setup.own().map(IdPayload::text), clock.instant())
                    .orElseThrow();
            SakkeOneWayOffer offer = new SakkeInitiator(setup.settings(clock), own.signingKey())
                    .send(
                            SakkeIdentities.ofUris(
                                    own.userUri(),
                                    peer,
                                    own.certificate().kmsUri(),
                                    setup.peerKms().orElseThrow()),
                            keys.recipient(peer, setup.peerKms(), clock.instant())
                                    .orElseThrow(),
                            request(setup).build());
            return Initiator.alone(offer.message(), offer.association());
        }
    },
    TICKET("ticket", false) {
        @Override
        Responder responder(Setup setup, Clock clock) {
            return new Responder(new TicketTransfer(setup, clock).responder(clock), Optional.empty());
        }

        @Override
        Initiator initiator(Setup setup, Clock clock) {
            return new TicketTransfer(setup, clock).initiator();
        }
    };

    private final String label;
    private final boolean certificates;

    MikeyMode(String label, boolean certificates) {
        this.label = label;
        this.certificates = certificates;
    }

    /** The name in actions and in the names of vector files. */
    String label() {
        return label;
    }

    /** Whether messages are answered. */
    boolean hasAnswers() {
        return this != SAKKE;
    }

    /** Whether both ends have identity-based keys. */
    boolean hasIdentityKeys() {
        return this == SAKKE;
    }

    /** Whether both ends show certificates. */
    boolean hasCertificates() {
        return certificates;
    }

    String respond() {
        return label + "-respond";
    }

    String initiate() {
        return label + "-initiate";
    }

    String answer() {
        return label + "-answer";
    }

    /** An end that receives offers. */
    abstract Responder responder(Setup setup, Clock clock);

    /** An end that has made an offer, of one crypto session for each direction. */
    abstract Initiator initiator(Setup setup, Clock clock);

    /** Takes a message and the context that it came in. */
    @FunctionalInterface
    interface Reception {
        ResponderResult receive(Octets message, Octets context);
    }

    /** Takes a message that updates an association. */
    @FunctionalInterface
    interface UpdateReception {
        ResponderResult receive(SecurityAssociation current, Octets message, Octets context);
    }

    /** @param update none in a mode without updates of its own */
    record Responder(Reception first, Optional<UpdateReception> update) {}

    /**
     * An offer, and what becomes of its answer.
     *
     * @param alone what holds without an answer, in a mode that has none
     */
    record Initiator(
            MikeyMessage message, Function<Octets, InitiatorResult> answered, Optional<SecurityAssociation> alone) {
        static Initiator awaiting(MikeyMessage message, Function<Octets, InitiatorResult> answered) {
            return new Initiator(message, answered, Optional.empty());
        }

        static Initiator alone(MikeyMessage message, SecurityAssociation association) {
            return new Initiator(
                    message,
                    answer -> new Rejected(
                            RejectReason.WRONG_DATA_TYPE,
                            RejectReason.WRONG_DATA_TYPE.errorNo(),
                            "nothing answers this message",
                            Optional.empty(),
                            false,
                            List.of()),
                    Optional.of(association));
        }
    }

    private static OfferJudge judge(Setup setup) {
        return OfferJudge.acceptSupported(csId -> setup.ssrc());
    }

    private static OfferRequest.Builder request(Setup setup) {
        return OfferRequest.builder()
                .prf(Prf.of(setup.prf()).orElseThrow())
                .responder(setup.peer().orElseThrow())
                .csIdMap(CsIdMap.srtp(new SrtpId(0, 0x1a2b3c4d, 0), new SrtpId(0, 0, 0)));
    }
}
