package org.mikey4j.kmc;

import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.exchange.psk.PskResponder;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.ReplayCache;

/** Where a user takes what its centre hands out, under the key that both share. */
final class AccessLeg {
    private final PskResponder responder;

    AccessLeg(ExchangeSettings settings, Subscriber self, IdPayload centre, ReplayCache replayCache) {
        PskLookup lookup = PskLookup.of(new PskPeer(self.accessKey(), Optional.of(centre), Optional.of(self.id())));
        this.responder = new PskResponder(settings, lookup, replayCache, OfferJudge.acceptSupported(csId -> 0));
    }

    /** @throws KmcRefusal if the message is refused, or was here before */
    SecurityAssociation receive(Octets message) {
        return accepted(responder.receive(message, Octets.EMPTY));
    }

    /** As {@link #receive}, of a message that goes on with an association (RFC 3830, 4.5). */
    SecurityAssociation receiveUpdate(SecurityAssociation current, Octets message) {
        return accepted(responder.receiveUpdate(current, message, Octets.EMPTY));
    }

    static SecurityAssociation accepted(ResponderResult result) {
        if (result instanceof Rejected rejected) {
            throw new KmcRefusal(Reason.MESSAGE_REFUSED, rejected.detail());
        }
        if (!(result instanceof ResponderResult.Established established)) {
            throw new KmcRefusal(Reason.REUSED, "the message was here before");
        }
        return established.association();
    }
}
