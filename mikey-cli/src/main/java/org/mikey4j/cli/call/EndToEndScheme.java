package org.mikey4j.cli.call;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.sip.BodyExchange;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.sdp.OfferedMessage;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpOffer;
import org.mikey4j.sdp.SdpUse;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;

/** Scheme 5: signed Diffie-Hellman between the telephones (RFC 3830, 3.3). The centres pass it on and learn nothing. */
final class EndToEndScheme implements CallScheme {
    private static final int REPLAY_CAPACITY = 1000;

    private final CallTrace trace;
    private final Streams streams;
    private final DhInitiator alice;
    private final LocalIdentity bob;
    private final PeerTrust trust;
    private final Parties parties;
    private final ReplayCache replayCache;

    EndToEndScheme(Parties parties, Streams streams, CallTrace trace) {
        this.parties = parties;
        this.streams = streams;
        this.trace = trace;
        this.trust = PeerTrust.of(
                new PkixValidator(PkixPolicy.trusting(List.of(parties.root())).build()));
        this.alice = new DhInitiator(parties.settings(), DhPolicy.of(parties.random()), identity(Parties.ALICE), trust);
        this.bob = identity(Parties.BOB);
        this.replayCache = InMemoryReplayCache.builder(parties.clock(), parties.random(), REPLAY_CAPACITY)
                .trackedSince(java.time.Instant.MIN)
                .build();
    }

    private LocalIdentity identity(IdPayload id) {
        Credentials credentials = parties.user(id);
        return new LocalIdentity(
                id,
                credentials.payloads(),
                MessageSigner.rsa(
                        credentials.key(),
                        SignatureScheme.RSA_PKCS1_V1_5,
                        HashAlgorithm.SHA_256,
                        JcaAlgorithms.PLATFORM,
                        parties.random()));
    }

    @Override
    public String title() {
        return "end to end: signed Diffie-Hellman between the telephones";
    }

    @Override
    public Run begin(String session) {
        return new DhRun(session);
    }

    @Override
    public BodyExchange callerCentre() {
        return BodyExchange.passing();
    }

    @Override
    public BodyExchange calleeCentre() {
        return BodyExchange.passing();
    }

    @Override
    public List<Lesson> lessons() {
        String open = "identities, certificates, both public values and the policy; no key";
        return List.of(
                new Lesson("UE_A - P-CSCF_A", open, true),
                new Lesson("S-CSCF_A - KMC_A", open, true),
                new Lesson("S-CSCF_A - S-CSCF_B", open, true),
                new Lesson("P-CSCF_B - UE_B", open, true),
                new Lesson("KMC_A, KMC_B", open, true),
                new Lesson("UE_A - UE_B (media)", "sizes, times and RTP headers; no voice", true));
    }

    @Override
    public void close() {}

    private final class DhRun implements Run {
        private final String session;
        private Optional<DhPendingOffer> pending = Optional.empty();
        private Optional<SdpOffer> offer = Optional.empty();
        private Optional<SecurityAssociation> caller = Optional.empty();
        private Optional<SecurityAssociation> callee = Optional.empty();

        DhRun(String session) {
            this.session = session;
        }

        @Override
        public String offer(String sdp) {
            SdpOffer made = SdpOffer.builder(sdp)
                    .mikey(KeyedSdp.AUDIO, level -> {
                        DhPendingOffer message = alice.offer(
                                DhGroup.OAKLEY_5,
                                OfferRequest.builder()
                                        .responder(Parties.BOB)
                                        .csIdMap(KeyedSdp.map(streams.callerSsrc(), 0))
                                        .extensions(level.sdpIds())
                                        .build());
                        pending = Optional.of(message);
                        return OfferedMessage.awaiting(message.message(), message::receive);
                    })
                    .build(SdpUse.OFFER);
            offer = Optional.of(made);
            trace.knows("UE_A", "drew its half key");
            return made.text();
        }

        @Override
        public String answer(String received, String plain) {
            SdpAnswerer.Outcome.Accepted accepted = KeyedSdp.accepted(SdpAnswerer.receive(
                    SdpUse.OFFER,
                    received,
                    (message, level) -> new DhResponder(
                                    parties.settings(),
                                    DhPolicy.of(parties.random()),
                                    bob,
                                    trust,
                                    replayCache,
                                    KeyedSdp.judge(level, streams.calleeSsrc()))
                            .receive(message, Octets.of(session, java.nio.charset.StandardCharsets.UTF_8))));
            callee = accepted.association(KeyedSdp.AUDIO);
            if (callee.isEmpty()) {
                throw new CallRefused("the offer has no MIKEY keys for its audio");
            }
            trace.knows("UE_B", "has the TGK");
            return accepted.answer(plain);
        }

        @Override
        public Optional<Octets> answered(String answer) {
            caller = Optional.of(KeyedSdp.established(offer.orElseThrow().receive(answer)));
            trace.knows("UE_A", "has the TGK");
            return Optional.empty();
        }

        @Override
        public void acknowledged(Optional<Octets> message) {}

        @Override
        public Optional<SecurityAssociation> caller() {
            return caller;
        }

        @Override
        public Optional<SecurityAssociation> callee() {
            return callee;
        }

        @Override
        public void close() {
            pending.ifPresent(DhPendingOffer::close);
            caller.ifPresent(SecurityAssociation::close);
            callee.ifPresent(SecurityAssociation::close);
        }
    }
}
