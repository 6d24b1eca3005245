package org.mikey4j.exchange.ibake;

import java.util.List;
import org.mikey4j.crypto.IbakeDerivation;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;

/**
 * The keys of a bundle after an update: those of new points, or those that it had (RFC 6267, 5.3).
 *
 * @param mpk protects R_MESSAGE_1, and what follows
 * @param keys what media keys come from
 */
record IbakeUpdateKeys(SecretBytes mpk, List<TransportedKey> keys) implements AutoCloseable {
    /** Of new points; the RAND stays that of the initial exchange. */
    static IbakeUpdateKeys of(SecretBytes sessionKey, CsbState state, KeyValidity kv) {
        return new IbakeUpdateKeys(
                new IbakeDerivation(state.prf(), state.rand()).mpk(sessionKey),
                IbakePoints.keys(sessionKey, state, kv));
    }

    /** Those that the bundle has. */
    static IbakeUpdateKeys kept(SecurityAssociation current) {
        return new IbakeUpdateKeys(current.protectionKey().copy(), current.copyKeys());
    }

    /** The bundle with these keys, which it takes over. */
    SecurityAssociation association(CsbState state, CsIdMap map, List<Diagnostic> departures) {
        return new SecurityAssociation(state, mpk, map, List.of(), keys, List.of(), departures);
    }

    /**
     * Checks that sessions which keep their keys stay what they are: another rollover counter or SSRC under the same key could make key
     * streams come again, and nothing proves who asks for it.
     *
     * @throws Refusal if not
     */
    static void requireContinuing(CsIdMap before, CsIdMap now) {
        if (!(before instanceof SrtpIdMap old && now instanceof SrtpIdMap more)) {
            throw changed();
        }
        List<SrtpId> oldIds = old.entries();
        List<SrtpId> ids = more.entries();
        for (int i = 0; i < oldIds.size(); i++) {
            if (i >= ids.size()
                    || ids.get(i).ssrc() != oldIds.get(i).ssrc()
                    || ids.get(i).policyNo() != oldIds.get(i).policyNo()
                    || ids.get(i).roc() < oldIds.get(i).roc()) {
                throw changed();
            }
        }
    }

    private static Refusal changed() {
        return Refusal.because(
                RejectReason.MISMATCH, "an update without new points changes crypto sessions that are there");
    }

    @Override
    public void close() {
        mpk.close();
        keys.forEach(TransportedKey::close);
    }
}
