package org.mikey4j.cli.call;

import java.util.Optional;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.sdp.KeyMgmtAttribute;
import org.mikey4j.sdp.KeyMgmtLevel;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpAnswerer;
import org.mikey4j.sdp.SdpIds;
import org.mikey4j.sdp.SdpOffer;
import org.mikey4j.sdp.SdpSection;

/** What the schemes have in common about descriptions: one medium, whose keys stand at its level. */
final class KeyedSdp {
    /** The only medium. */
    static final int AUDIO = 0;

    private KeyedSdp() {}

    /** Two crypto sessions: the caller's stream and the callee's. */
    static CsIdMap map(long callerSsrc, long calleeSsrc) {
        return SrtpIdMap.of(java.util.List.of(new SrtpId(0, callerSsrc, 0), new SrtpId(0, calleeSsrc, 0)));
    }

    /** Takes offers that list what the description offers, and fills in the callee's SSRC. */
    static OfferJudge judge(KeyMgmtLevel level, long calleeSsrc) {
        return level.judge(SdpIds.Absence.REFUSE, OfferJudge.acceptSupported(csId -> calleeSsrc));
    }

    /** An offer that was accepted. */
    static SdpAnswerer.Outcome.Accepted accepted(SdpAnswerer.Outcome outcome) {
        if (outcome instanceof SdpAnswerer.Outcome.Accepted accepted) {
            return accepted;
        }
        if (outcome instanceof SdpAnswerer.Outcome.Refused refused) {
            throw new CallRefused(
                    refused.reason().reason() + ": " + refused.reason().detail());
        }
        if (outcome instanceof SdpAnswerer.Outcome.Malformed malformed) {
            throw new CallRefused(malformed.diagnostics().get(0).message());
        }
        throw new CallRefused("the offer has no MIKEY keys, and calls without are not taken");
    }

    /** The keys for the audio of an offer that was accepted. */
    static SecurityAssociation audioKeys(SdpAnswerer.Outcome.Accepted accepted) {
        return accepted.association(AUDIO)
                .orElseThrow(() -> new CallRefused("the offer has no MIKEY keys for its audio"));
    }

    /** The association of an answer that was accepted. */
    static SecurityAssociation established(SdpOffer.Outcome outcome) {
        if (outcome instanceof SdpOffer.Outcome.Established established) {
            return Optional.ofNullable(established.associations().get(AUDIO))
                    .orElseThrow(() -> new CallRefused("the answer takes no audio"));
        }
        if (outcome instanceof SdpOffer.Outcome.Refused refused) {
            throw new CallRefused(
                    refused.reason().reason() + ": " + refused.reason().detail());
        }
        if (outcome instanceof SdpOffer.Outcome.Malformed malformed) {
            throw new CallRefused(malformed.diagnostics().get(0).message());
        }
        throw new CallRefused("the answer has no MIKEY keys where some were offered");
    }

    /** The association of an I_MESSAGE that was accepted. */
    static ResponderResult.Established established(ResponderResult result) {
        if (result instanceof ResponderResult.Established established) {
            return established;
        }
        throw result instanceof Rejected rejected
                ? new CallRefused(rejected.reason() + ": " + rejected.detail())
                : new CallRefused("REPLAYED: the message was here before");
    }

    /** The association of a verification message that was accepted. */
    static SecurityAssociation established(InitiatorResult result) {
        if (result instanceof InitiatorResult.Established established) {
            return established.association();
        }
        Rejected rejected = (Rejected) result;
        throw new CallRefused(rejected.reason() + ": " + rejected.detail());
    }

    /** The one MIKEY message of a section. */
    static Optional<Octets> message(String sdp, int section) {
        Sdp parsed = Sdp.parse(sdp);
        if (section != SdpSection.SESSION && parsed.media().isEmpty()) {
            return Optional.empty();
        }
        return parsed.section(section).attributes().stream()
                .filter(a -> a.isMikey() && a.data().isReadable())
                .map(a -> a.data().octets())
                .findFirst();
    }

    /** As {@link #message}, where there has to be one. */
    static Octets required(String sdp, int section, String what) {
        return message(sdp, section).orElseThrow(() -> new CallRefused(what));
    }

    /** The description with a message at a section. */
    static String with(String sdp, int section, Octets message) {
        return Sdp.parse(sdp).withAttribute(section, KeyMgmtAttribute.MIKEY, message);
    }

    /** The description without the MIKEY message of a section. */
    static String without(String sdp, int section) {
        return Sdp.parse(sdp).edit().remove(section, KeyMgmtAttribute.MIKEY).text();
    }
}
