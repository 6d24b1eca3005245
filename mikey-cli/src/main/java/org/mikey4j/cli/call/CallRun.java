package org.mikey4j.cli.call;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mikey4j.cli.sip.Answer;
import org.mikey4j.cli.sip.CallOutcome;
import org.mikey4j.cli.sip.Callee;
import org.mikey4j.cli.sip.Meddler;
import org.mikey4j.cli.sip.SipFailure;
import org.mikey4j.cli.sip.UserAgent;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.media.SrtpKeyLog;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.Sdp;

/** Runs calls: registration, offer and answer, media both ways, hang-up. */
final class CallRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CallTrace trace;
    private final CallScheme scheme;
    private final SecureRandom random;
    private final MediaEnd voiceA;
    private final MediaEnd voiceB;
    private final Network network;
    private volatile Optional<CallScheme.Run> current = Optional.empty();
    private final Consumer<String> keyLog;
    private volatile String refusal = "";

    /**
     * What came of a call.
     *
     * @param established whether media went both ways
     * @param refusal why not
     * @param framesToCallee how many frames the callee heard just as they were said
     * @param framesToCaller how many frames the caller heard so
     */
    record Result(boolean established, String refusal, int framesToCallee, int framesToCaller) {}

    /** Makes a scheme, given the SSRCs. */
    @FunctionalInterface
    interface SchemeMaker {
        CallScheme make(Streams streams);
    }

    /**
     * @param attacker owns the S-CSCF of the callee's network
     * @param keyLog is told the keys of the media, as lines of a key log
     */
    CallRun(
            CallTrace trace,
            SchemeMaker maker,
            Meddler attacker,
            Consumer<String> keyLog,
            Clock clock,
            SecureRandom random) {
        this.trace = trace;
        this.keyLog = keyLog;
        this.random = random;
        this.voiceA = new MediaEnd(ssrc(), (byte) 'a');
        this.voiceB = new MediaEnd(ssrc(), (byte) 'b');
        trace.name(voiceA.port(), "UE_A");
        trace.name(voiceB.port(), "UE_B");
        this.scheme = maker.make(new Streams(voiceA.ssrc(), voiceB.ssrc()));
        this.network =
                new Network(trace, scheme.callerCentre(), scheme.calleeCentre(), new Bob(), attacker, clock, random);
    }

    private long ssrc() {
        return (random.nextInt() | 1) & 0xffffffffL;
    }

    CallScheme scheme() {
        return scheme;
    }

    /** Registers both telephones. */
    void register() {
        if (!network.alice().register(PATIENCE) || !network.bob().register(PATIENCE)) {
            throw new SipFailure("the telephones cannot register");
        }
    }

    /**
     * Makes one call.
     *
     * @param frames how many frames of voice go each way
     */
    Result call(int frames) {
        String session = session();
        try (CallScheme.Run run = scheme.begin(session)) {
            current = Optional.of(run);
            refusal = "";
            if (run.asks()) {
                run.told(network.alice()
                        .ask(network.bob().identity(), session, PATIENCE)
                        .map(Octets::copyOf));
            }
            UserAgent alice = network.alice();
            Optional<Result> refused =
                    agree(run, offer -> alice.invite(network.bob().identity(), session, offer, PATIENCE));
            if (refused.isPresent()) {
                return refused.orElseThrow();
            }
            while (run.offersAgain()) {
                refused = agree(run, offer -> alice.inviteAgain(offer, PATIENCE));
                if (refused.isPresent()) {
                    return refused.orElseThrow();
                }
            }
            Result result = refusal.isEmpty() ? talk(run, frames) : new Result(false, refusal, 0, 0);
            network.alice().bye(PATIENCE);
            return result;
        }
    }

    /** An offer and its answer; the result of the call if there can be none. */
    private Optional<Result> agree(CallScheme.Run run, Function<String, CallOutcome> invite) {
        CallOutcome outcome = invite.apply(run.offer(description("alice", voiceA.port())));
        if (!outcome.isSuccess()) {
            String why = refusal.isEmpty()
                    ? outcome.status() + outcome.warning().map(w -> " " + w).orElse("")
                    : refusal;
            return Optional.of(new Result(false, why, 0, 0));
        }
        try {
            Optional<Octets> acknowledgement = run.answered(outcome.sdp().orElse(""));
            network.alice().acknowledge(acknowledgement.map(Octets::toByteArray));
            network.bob().awaits("ACK", PATIENCE);
            return Optional.empty();
        } catch (CallRefused e) {
            trace.alarm("UE_A", "refuses the answer: " + e.reason());
            network.alice().acknowledge(Optional.empty());
            network.alice().bye(PATIENCE);
            return Optional.of(new Result(false, "UE_A: " + e.reason(), 0, 0));
        }
    }

    private Result talk(CallScheme.Run run, int frames) {
        List<SrtpKeys> keysA = new ArrayList<>();
        for (SecurityAssociation association : run.keys().caller()) {
            List<SrtpKeys> streams = SrtpKeys.of(association, Set.of());
            streams.forEach(keys -> SrtpKeyLog.lines(association.csbId(), keys).forEach(keyLog));
            keysA.addAll(streams);
        }
        List<SrtpKeys> keysB = run.keys().callee().stream()
                .flatMap(association -> SrtpKeys.of(association, Set.of()).stream())
                .toList();
        SrtpKeys fromA = byCaller(keysA, voiceA);
        CompletableFuture<Integer> heardByB =
                CompletableFuture.supplyAsync(() -> voiceB.listen(frames, byCaller(keysB, voiceA), voiceA));
        voiceA.talk(frames, fromA, voiceB.port(), trace);
        int toCallee = heardByB.join();
        CompletableFuture<Integer> heardByA =
                CompletableFuture.supplyAsync(() -> voiceA.listen(frames, byCaller(keysA, voiceB), voiceB));
        voiceB.talk(frames, byCaller(keysB, voiceB), voiceA.port(), trace);
        int toCaller = heardByA.join();
        keysA.forEach(SrtpKeys::close);
        keysB.forEach(SrtpKeys::close);
        boolean both = toCallee == frames && toCaller == frames;
        return new Result(both, both ? "" : "not every frame arrived as it was said", toCallee, toCaller);
    }

    private static SrtpKeys byCaller(List<SrtpKeys> keys, MediaEnd sender) {
        return keys.stream()
                .filter(k -> k.ssrc() == sender.ssrc())
                .findFirst()
                .orElseThrow(() -> new SipFailure("the association has no keys for SSRC " + sender.ssrc()));
    }

    private String session() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    private static String description(String who, int port) {
        return String.format(Locale.ROOT, """
                v=0
                o=%s 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/SAVP 0
                a=rtpmap:0 PCMU/8000
                """, who, port).replace("\n", "\r\n");
    }

    private final class Bob implements Callee {
        @Override
        public Answer offered(String session, String sdp) {
            try {
                if (!Sdp.parse(sdp).media().isEmpty()
                        && !Sdp.parse(sdp).section(0).isSecure()) {
                    throw new CallRefused("the offer is for RTP without protection");
                }
                return new Answer.Accept(current.orElseThrow().answer(sdp, description("bob", voiceB.port())));
            } catch (CallRefused e) {
                trace.alarm("UE_B", "refuses the offer: " + e.reason());
                refusal = "UE_B: " + e.reason();
                return new Answer.Refuse(488, e.reason());
            }
        }

        @Override
        public void acknowledged(Optional<byte[]> mikey) {
            try {
                current.orElseThrow().acknowledged(mikey.map(Octets::copyOf));
            } catch (CallRefused e) {
                trace.alarm("UE_B", "refuses the acknowledgement: " + e.reason());
                refusal = "UE_B: " + e.reason();
            }
        }
    }

    /** How many messages some element failed on. */
    long faults() {
        return network.faults();
    }

    @Override
    public void close() {
        network.close();
        voiceA.close();
        voiceB.close();
        scheme.close();
    }

    /** The octets of text, for messages. */
    static Octets text(String text) {
        return Octets.of(text, StandardCharsets.UTF_8);
    }
}
