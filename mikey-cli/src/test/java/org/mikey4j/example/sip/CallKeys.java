package org.mikey4j.example.sip;

import org.mikey4j.crypto.DhGroup;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.sdp.OfferedMessage;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpOffer;
import org.mikey4j.sdp.SdpUse;

/**
 * What a telephone asks the library for, in descriptions as text: there is nothing of SIP here. The method is signed
 * Diffie-Hellman, since a call may fork and every branch has to have keys of its own (RFC 5197, 5). One object serves all
 * calls, under any number of threads.
 */
final class CallKeys {
    /** The only medium. */
    static final int AUDIO = 0;

    private final ExchangeSettings settings;
    private final DhPolicy groups;
    private final LocalIdentity identity;
    private final PeerTrust trust;
    private final ReplayCache replays;
    private final DhInitiator initiator;

    CallKeys(ExchangeSettings settings, LocalIdentity identity, PeerTrust trust, ReplayCache replays) {
        this.settings = settings;
        this.groups = DhPolicy.of(settings.random());
        this.identity = identity;
        this.trust = trust;
        this.replays = replays;
        this.initiator = new DhInitiator(settings, groups, identity, trust);
    }

    /** Who this telephone is. */
    IdPayload own() {
        return identity.id();
    }

    /**
     * Before an INVITE or a re-INVITE goes out: the description with a message in it. What comes back takes the answers of all
     * branches.
     *
     * @param use {@link SdpUse#OFFER}, or {@link SdpUse#REKEYING_OFFER} in a call that has keys
     * @param sdp the description without keys
     * @param peer who is called
     * @param ssrc the stream that this end will send
     */
    SdpOffer offer(SdpUse use, String sdp, IdPayload peer, long ssrc) {
        return SdpOffer.builder(sdp)
                .mikey(AUDIO, level -> {
                    DhPendingOffer pending = initiator.offer(
                            DhGroup.OAKLEY_5,
                            OfferRequest.builder()
                                    .responder(peer)
                                    .csIdMap(level.numbering().srtpIdMap(media -> new SrtpId(0, ssrc, 0)))
                                    .policies(SrtpPolicy.named("AEAD_AES_128_GCM", 0)
                                            .orElseThrow())
                                    .extensions(level.sdpIds())
                                    .build());
                    return OfferedMessage.awaiting(pending.message(), pending::receive);
                })
                .build(use);
    }

    /**
     * When an INVITE or a re-INVITE has come, before the telephone rings.
     *
     * @param offer the description as it arrived, octet for octet
     * @param ssrc the stream that this end will send
     * @param context what retransmissions and branches of the same request have in common, so that they get the same answer
     *     and anybody else's copy is a replay
     */
    SdpAnswerer.Outcome receive(SdpUse use, String offer, long ssrc, String context) {
        return SdpAnswerer.receive(
                use,
                offer,
                (message, level) -> new DhResponder(
                                settings,
                                groups,
                                identity,
                                trust,
                                replays,
                                level.judge(use.absence(), OfferJudge.acceptSupported(csId -> ssrc)))
                        .receive(message, Octets.of(context, java.nio.charset.StandardCharsets.UTF_8)));
    }
}
