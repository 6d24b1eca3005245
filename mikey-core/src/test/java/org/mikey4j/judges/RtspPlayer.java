package org.mikey4j.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.sdp.KeyMgmtHeader;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpIds;
import org.mikey4j.sdp.SdpUse;

/** An RTSP client for one stream of GStreamer's server: reads the keys of the description and sends those of its RTCP. */
final class RtspPlayer implements Closeable {
    static final Compatibility[] GSTREAMER = {
        Compatibility.TEK_WITH_SALT_APPENDED, Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH
    };

    private final ExchangeSettings settings = ExchangeSettings.builder(Clock.systemUTC(), new SecureRandom())
            .allowNull(true)
            .accept(GSTREAMER)
            .build();
    private final RtspConnection rtsp;
    private final String uri;
    private String session = "";
    private int requests;

    RtspPlayer(int port) throws IOException {
        this.rtsp = new RtspConnection(new Socket("127.0.0.1", port));
        this.uri = "rtsp://127.0.0.1:" + port + "/live";
    }

    RtspConnection.Message ask(String method, String of, String body, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of("CSeq: " + ++requests));
        if (!session.isEmpty()) {
            all.add("Session: " + session);
        }
        all.addAll(List.of(headers));
        rtsp.send(method + " " + of + " RTSP/1.0", all, body);
        return rtsp.receive();
    }

    private RtspConnection.Message expectOk(String method, String of, String... headers) throws IOException {
        RtspConnection.Message answer = ask(method, of, "", headers);
        assertThat(answer.startLine()).as(method).isEqualTo("RTSP/1.0 200 OK");
        return answer;
    }

    /** The keys of the stream, as the server describes it now. */
    SrtpKeys describe() throws IOException {
        Sdp sdp = Sdp.parse(expectOk("DESCRIBE", uri, "Accept: application/sdp").body());
        assertThat(sdp.media()).hasSize(1);
        SdpAnswerer.Outcome.Accepted accepted =
                (SdpAnswerer.Outcome.Accepted) SdpAnswerer.receive(SdpUse.RTSP, sdp.text(), responder());
        return SrtpKeys.of(accepted.association(0).orElseThrow(), Set.of(GSTREAMER))
                .get(0);
    }

    /** Asks for the stream and for its media. */
    void play(SrtpKeys keys) throws IOException {
        RtspConnection.Message setup =
                expectOk("SETUP", control(), "Transport: RTP/SAVP/TCP;unicast;interleaved=0-1", keyMgmt(own(keys)));
        session = setup.header("Session").replaceFirst(";.*", "");
        expectOk("PLAY", uri);
    }

    String uri() {
        return uri;
    }

    private String control() {
        return uri + "/stream=0";
    }

    String keyMgmt(MikeyMessage message) {
        return "KeyMgmt: " + KeyMgmtHeader.value(control(), message.octets());
    }

    /** The next RTP packet of the stream. */
    byte[] receive() throws IOException {
        for (RtspConnection.Packet packet = rtsp.receivePacket(); ; packet = rtsp.receivePacket()) {
            if (packet.channel() == 0) {
                return packet.octets();
            }
        }
    }

    private SdpAnswerer.Exchange responder() {
        return (message, level) -> new PskResponder(
                        settings,
                        claim -> Optional.empty(),
                        InMemoryReplayCache.builder(Clock.systemUTC(), new SecureRandom(), 100)
                                .trackedSince(Instant.MIN)
                                .build(),
                        level.judge(SdpIds.Absence.ACCEPT, OfferJudge.acceptSupported(csId -> 0)))
                .receive(message, Octets.EMPTY);
    }

    /** The keys of our own RTCP, under the same policy. */
    MikeyMessage own(SrtpKeys theirs) {
        return new PskInitiator(settings)
                .sendUnprotected(OfferRequest.builder()
                        .csIdMap(CsIdMap.srtp(new SrtpId(0, 0x0a0b0c0dL, 0)))
                        .policies(theirs.policy().toPayload(0))
                        .keys(KeySpec.tekWithSaltAppended(theirs.policy()))
                        .encrAlg(EncrAlg.NULL)
                        .macAlg(MacAlg.NULL)
                        .build())
                .message();
    }

    @Override
    public void close() throws IOException {
        rtsp.close();
    }
}
