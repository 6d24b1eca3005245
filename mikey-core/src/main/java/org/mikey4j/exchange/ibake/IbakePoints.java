package org.mikey4j.exchange.ibake;

import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.IbakeDerivation;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.registry.KeyDataType;

/** The points of both ends (RFC 6267, 6.1.4), checked before anything is computed with them. */
final class IbakePoints {
    private IbakePoints() {}

    /** The ECCPT of a half key. What it says of MAC and TGK is ignored by the standard, and true here. */
    static EccptPayload payload(EcHalfKey half, Prf prf, KeyValidity kv) {
        return new EccptPayload(
                half.group().eccCurve(), half.publicPoint(), mac(prf).macAlg(), IbakeDerivation.OCTETS, kv);
    }

    /** The MAC of the Responder, which no payload lets the Initiator choose: that of the PRF's hash. */
    static MacAlgorithm mac(Prf prf) {
        return prf == Prf.HMAC_SHA_256 ? MacAlgorithm.HMAC_SHA_256_256 : MacAlgorithm.HMAC_SHA_1_160;
    }

    /**
     * Checks a peer's point.
     *
     * @param name ECCPTi or ECCPTr
     * @throws Refusal if its curve is not acceptable, or no honest peer sends it
     */
    static EcGroup require(EccptPayload point, String name, EcPolicy policy) {
        EcGroup group = EcGroup.of(point.eccCurve())
                .filter(policy.groups()::contains)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.UNSUPPORTED_DH, "ECC curve " + point.eccCurve() + " is not allowed here"));
        Optional<EcGroup.Fault> fault = group.fault(point.eccPoint());
        if (fault.isPresent()) {
            throw Refusal.because(
                    RejectReason.UNSUPPORTED_DH, name + " " + fault.get().text() + " (" + group + ")");
        }
        return group;
    }

    /**
     * Checks that a point is an answer to another: of its curve, and not sent back.
     *
     * @throws Refusal if not
     */
    static void requireAnswer(EccptPayload ofInitiator, EccptPayload ofResponder) {
        if (ofResponder.eccCurve() != ofInitiator.eccCurve()) {
            throw Refusal.because(RejectReason.UNSUPPORTED_DH, "ECCPTr is of another curve than ECCPTi");
        }
        if (ofResponder.eccPoint().equals(ofInitiator.eccPoint())) {
            throw Refusal.because(RejectReason.MISMATCH, "ECCPTr is ECCPTi sent back");
        }
    }

    /** The TGK that comes of a session key. */
    static List<TransportedKey> keys(SecretBytes sessionKey, CsbState state, KeyValidity kv) {
        return List.of(new TransportedKey(
                KeyDataType.TGK,
                new IbakeDerivation(state.prf(), state.rand()).tgk(sessionKey),
                SecretBytes.empty(),
                kv));
    }
}
