package org.mikey4j.cli.call;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpOffer;
import org.mikey4j.sdp.SdpUse;

/** Scheme 5: the telephones come to keys by themselves. The centres pass their messages on and learn nothing. */
final class EndToEndScheme implements CallScheme {
    private static final int REPLAY_CAPACITY = 1000;

    private final EndToEndMode mode;
    private final EndToEndKeys ends;
    private final CallTrace trace;
    private final Streams streams;
    private final ReplayCache replayCache;

    EndToEndScheme(EndToEndMode mode, Parties parties, Streams streams, CallTrace trace) {
        this.mode = mode;
        this.ends = EndToEndKeys.of(mode, parties);
        this.streams = streams;
        this.trace = trace;
        this.replayCache = InMemoryReplayCache.builder(parties.clock(), parties.random(), REPLAY_CAPACITY)
                .trackedSince(Instant.MIN)
                .build();
    }

    @Override
    public String title() {
        return "end to end: " + mode.title() + " between the telephones";
    }

    @Override
    public Run begin(String session) {
        return new EndsRun(session);
    }

    @Override
    public List<Lesson> lessons() {
        String open = mode.readable();
        return List.of(
                new Lesson("UE_A - P-CSCF_A", open, false),
                new Lesson("S-CSCF_A - KMC_A", open, false),
                new Lesson("S-CSCF_A - S-CSCF_B", open, false),
                new Lesson("P-CSCF_B - UE_B", open, false),
                new Lesson("KMC_A, KMC_B", open, false),
                Lesson.MEDIA);
    }

    @Override
    public void close() {}

    private final class EndsRun implements Run {
        private final String session;
        private final CallKeys keys = new CallKeys();
        private Optional<SdpOffer> offer = Optional.empty();

        EndsRun(String session) {
            this.session = session;
        }

        @Override
        public String offer(String sdp) {
            SdpOffer made = SdpOffer.builder(sdp)
                    .mikey(
                            KeyedSdp.AUDIO,
                            level -> ends.offer(
                                    OfferRequest.builder()
                                            .responder(Parties.BOB)
                                            .csIdMap(KeyedSdp.map(streams.callerSsrc(), 0))
                                            .extensions(level.sdpIds())
                                            .build(),
                                    keys::atTheEnd))
                    .build(SdpUse.OFFER);
            offer = Optional.of(made);
            trace.knows("UE_A", mode.offered());
            return made.text();
        }

        @Override
        public String answer(String received, String plain) {
            SdpAnswerer.Outcome.Accepted accepted = KeyedSdp.accepted(SdpAnswerer.receive(
                    SdpUse.OFFER,
                    received,
                    (message, level) -> ends.receive(
                            message,
                            Octets.of(session, StandardCharsets.UTF_8),
                            replayCache,
                            KeyedSdp.judge(level, streams.calleeSsrc()))));
            keys.calleeHas(KeyedSdp.audioKeys(accepted));
            trace.knows("UE_B", "has the TGK");
            return accepted.answer(plain);
        }

        @Override
        public Optional<Octets> answered(String answer) {
            keys.callerHas(KeyedSdp.established(offer.orElseThrow().receive(answer)));
            trace.knows("UE_A", "has the TGK");
            return Optional.empty();
        }

        @Override
        public CallKeys keys() {
            return keys;
        }
    }
}
