package org.mikey4j.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.testing.Peers.ALICE;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;

/** Which payloads a message may have, and what is said of those that it may not. */
class PayloadsTest {
    private static final TPayload T = Peers.at(0);
    private static final RandPayload RAND = new RandPayload(Octets.ofHex("a0".repeat(16)));
    private static final SpPayload SP = SpPayload.of(0, 0, List.of());

    private static MikeyMessage message(Payload... payloads) {
        return message(0, 7, payloads);
    }

    private static MikeyMessage message(int prfFunc, long csbId, Payload... payloads) {
        return MikeyMessage.encode(
                new CommonHeader(DataType.PSK_INIT, false, prfFunc, csbId, CsIdMap.srtp()), List.of(payloads));
    }

    /** T at most once, any number of identities, and RAND at the end. */
    private static void check(Payload... payloads) {
        Payloads.check(message(payloads), PayloadType.RAND, new int[] {PayloadType.T}, PayloadType.ID);
    }

    private static void assertRefused(RejectReason reason, String detail, Payload... payloads) {
        assertThatThrownBy(() -> check(payloads))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason))
                .hasMessage(detail);
    }

    @Test
    void aPayloadStandsWhereTheModeHasIt() {
        check(RAND);
        check(T, RAND);
        check(ALICE, T, ALICE, RAND);
        assertRefused(RejectReason.UNEXPECTED_PAYLOAD, "RAND does not stand here", RAND, T);
        assertRefused(RejectReason.UNEXPECTED_PAYLOAD, "RAND does not stand here", RAND, RAND);
        assertRefused(RejectReason.UNEXPECTED_PAYLOAD, "T is there twice", T, T, RAND);
        assertRefused(RejectReason.UNEXPECTED_PAYLOAD, "SP does not stand here", T, SP, RAND);
        assertRefused(RejectReason.UNEXPECTED_PAYLOAD, "SP is not known in this message", T, SP);
        assertRefused(RejectReason.MISSING_PAYLOAD, "the message does not end with RAND (RFC 3830, 3)", T);
        assertRefused(RejectReason.MISSING_PAYLOAD, "the message does not end with RAND (RFC 3830, 3)");
    }

    @Test
    void aPayloadThatIsMissingIsNamed() {
        assertThat(Payloads.required(message(T), TPayload.class, "T")).isEqualTo(T);
        assertThatThrownBy(() -> Payloads.required(message(T), RandPayload.class, "RAND"))
                .isInstanceOf(Refusal.class)
                .hasMessage("the message has no RAND");
    }

    private static ReceivedOffer offer(Prf prf, long csbId, Payload... payloads) {
        return new ReceivedOffer(message(prf.prfFunc(), csbId, payloads), prf, T);
    }

    private static Optional<SecurityAssociation> current(Prf prf) {
        return Optional.of(new SecurityAssociation(
                new CsbState(7, prf, RAND.rand(), T, Optional.empty(), Optional.empty()),
                SecretBytes.empty(),
                CsIdMap.srtp(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    }

    private static void assertNoRand(
            ReceivedOffer offer, Optional<SecurityAssociation> current, RejectReason reason, String detail) {
        assertThatThrownBy(() -> Payloads.bundleRand(offer, current))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason))
                .hasMessage(detail);
    }

    @Test
    @Proves("R3830-4.5-04")
    void theRandIsInTheMessageThatBeginsTheBundleAndInNoOther() {
        ReceivedOffer begins = offer(Prf.MIKEY_1, 7, T, RAND);
        ReceivedOffer updates = offer(Prf.MIKEY_1, 7, T);

        assertThat(Payloads.bundleRand(begins, Optional.empty())).isEqualTo(RAND.rand());
        assertThat(Payloads.bundleRand(updates, current(Prf.MIKEY_1))).isEqualTo(RAND.rand());
        assertThat(Payloads.bundleRand(updates, current(Prf.MIKEY_1_EMPTY_LAST_BLOCK)))
                .as("the same number on the wire")
                .isEqualTo(RAND.rand());
        assertNoRand(
                updates,
                Optional.empty(),
                RejectReason.MISSING_PAYLOAD,
                "the message has no RAND, so it begins no bundle, and it updates none that is known");
        assertNoRand(
                begins,
                current(Prf.MIKEY_1),
                RejectReason.UNEXPECTED_PAYLOAD,
                "an update carries no RAND (RFC 3830, 4.5)");
        assertNoRand(
                offer(Prf.MIKEY_1, 8, T),
                current(Prf.MIKEY_1),
                RejectReason.MISMATCH,
                "the update is about another CSB ID");
        assertNoRand(
                updates,
                current(Prf.HMAC_SHA_256),
                RejectReason.UNSUPPORTED_PRF,
                "the update changes the PRF of the bundle");
    }
}
