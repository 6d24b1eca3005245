package org.mikey4j.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;

/** What can come back for an I_MESSAGE besides the right answer. */
class AnswerReceptionTest {
    private static final MikeyMessage OFFER = message(DataType.PSK_INIT, 7, Peers.at(0));
    private static final ErrPayload AUTH_FAILURE = new ErrPayload(ErrorNo.AUTH_FAILURE);

    private final AnswerReception reception = reception();

    private static AnswerReception reception(Compatibility... departures) {
        return new AnswerReception(
                ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM)
                        .accept(departures)
                        .build(),
                OFFER,
                DataType.PSK_RESP);
    }

    private static MikeyMessage message(int dataType, long csbId, Payload... payloads) {
        return MikeyMessage.encode(
                new CommonHeader(dataType, false, 0, csbId, CsIdMap.srtp()), new ArrayList<>(List.of(payloads)));
    }

    private Rejected receive(Octets answer, Predicate<MikeyMessage> isAuthentic) {
        InitiatorResult result = reception.receive(
                answer,
                response -> {
                    throw Refusal.because(RejectReason.KEYS_UNUSABLE, "it got through");
                },
                isAuthentic);
        assertThat(((Rejected) result).errorMessage())
                .as("nothing is sent back")
                .isEmpty();
        return (Rejected) result;
    }

    private void assertRefused(Octets answer, RejectReason reason, String detail) {
        Rejected refused = receive(answer, error -> true);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.detail()).isEqualTo(detail);
        assertThat(refused.authenticated()).isFalse();
    }

    @Test
    void anAnswerIsOfTheRightKindAndBundle() {
        assertRefused(
                message(DataType.PSK_RESP, 7, Peers.at(0)).octets(), RejectReason.KEYS_UNUSABLE, "it got through");
        assertRefused(
                message(DataType.PSK_RESP, 8, Peers.at(0)).octets(),
                RejectReason.MISMATCH,
                "the answer is about another CSB ID");
        assertRefused(
                message(DataType.ERROR, 8, Peers.at(0)).octets(),
                RejectReason.MISMATCH,
                "the answer is about another CSB ID");
        assertRefused(
                message(DataType.PK_RESP, 7, Peers.at(0)).octets(),
                RejectReason.WRONG_DATA_TYPE,
                "PK_RESP is no answer to PSK_INIT");
        assertThat(receive(Octets.ofHex("0102"), error -> true).reason()).isEqualTo(RejectReason.MALFORMED);
    }

    private void assertTold(
            boolean authenticated, int errorNo, String detail, Predicate<MikeyMessage> by, Payload... p) {
        Rejected told = receive(message(DataType.ERROR, 7, p).octets(), by);
        assertThat(told.reason()).isEqualTo(RejectReason.PEER_ERROR);
        assertThat(told.errorNo()).isEqualTo(errorNo);
        assertThat(told.detail()).isEqualTo(detail);
        assertThat(told.authenticated()).isEqualTo(authenticated);
    }

    @Test
    @Proves("R3830-5.1.2-07")
    void anErrorIsAuthenticIfItsMacIsRightAndItCarriesTheTimestamp() {
        String authFailure = "the other end reports " + ErrorNo.REGISTRY.name(ErrorNo.AUTH_FAILURE);
        String both = authFailure + ", " + ErrorNo.REGISTRY.name(ErrorNo.INVALID_DH);
        String hint = ", in a message that is not authenticated";
        ErrPayload other = new ErrPayload(ErrorNo.INVALID_DH);

        assertTold(true, ErrorNo.AUTH_FAILURE, authFailure, error -> true, Peers.at(0), AUTH_FAILURE);
        assertTold(true, ErrorNo.AUTH_FAILURE, both, error -> true, Peers.at(0), AUTH_FAILURE, other);
        assertTold(false, ErrorNo.AUTH_FAILURE, authFailure + hint, error -> false, Peers.at(0), AUTH_FAILURE);
        assertTold(false, ErrorNo.AUTH_FAILURE, authFailure + hint, error -> true, Peers.at(1), AUTH_FAILURE);
        assertTold(false, ErrorNo.AUTH_FAILURE, authFailure + hint, error -> true, AUTH_FAILURE);
        assertTold(true, ErrorNo.UNSPECIFIED, "the other end reports an error", error -> true, Peers.at(0));
    }

    private static Optional<TPayload> timestamp(AnswerReception by, MikeyMessage response) {
        try {
            return Optional.of(by.timestamp(response));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    @Test
    void aTimestampOfItsOwnIsAcceptedOnlyByName() {
        AnswerReception lenient = reception(Compatibility.RESPONSE_WITH_NEW_TIMESTAMP);
        MikeyMessage echoed = message(DataType.PSK_RESP, 7, Peers.at(0));
        RandPayload rand = new RandPayload(Octets.ofHex("a0".repeat(16)));
        MikeyMessage own = message(DataType.PSK_RESP, 7, rand, Peers.at(1));
        MikeyMessage none = message(DataType.PSK_RESP, 7, rand);

        assertThat(timestamp(reception, echoed)).contains(Peers.at(0));
        assertThat(timestamp(reception, own)).isEmpty();
        assertThat(timestamp(lenient, echoed)).contains(Peers.at(0));
        assertThat(timestamp(lenient, own)).contains(Peers.at(1));
        assertThat(timestamp(lenient, none)).isEmpty();
        assertThat(lenient.departures(echoed)).isEmpty();
        assertThat(lenient.departures(own)).singleElement().satisfies(departure -> {
            assertThat(departure.rule()).isEqualTo("RESPONSE_WITH_NEW_TIMESTAMP");
            // 10 octets of header, and 18 of RAND.
            assertThat(departure.offset()).isEqualTo(28);
            assertThat(departure.payload()).isEqualTo("T");
        });
    }
}
