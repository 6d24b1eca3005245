package org.mikey4j.exchange.dhhmac;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.DhAnswer;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.exchange.internal.SignedIds;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.EncrAlg;

/**
 * A Responder that holds the pre-shared key.
 *
 * @param settings local policy
 * @param protection the protection of the I_message, which is that of the answer too
 * @param printed whether the answer had the algorithm numbers that RFC 4650 prints
 */
record MacResponder(ExchangeSettings settings, MessageProtection protection, boolean printed) implements DhAnswer.Peer {
    @Override
    public DhAnswer.Answerer authenticate(MikeyMessage response, SignedIds ends) {
        List<Compatibility> departures = departures(response, ends)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.AUTHENTICATION_FAILED, "the MAC is wrong, or of another algorithm"));
        IdPayload id = ends.responder()
                .orElseThrow(() -> Refusal.because(RejectReason.MISSING_PAYLOAD, "the answer has no IDr"));
        int kemac = response.offset(response.payloads().size() - 1);
        return new DhAnswer.Answerer(
                id,
                departures.stream()
                        .map(departure -> departure.at(kemac, "KEMAC"))
                        .toList());
    }

    /** What has to be accepted for the MAC to be right; empty if it is wrong all the same. */
    private Optional<List<Compatibility>> departures(MikeyMessage response, SignedIds ends) {
        if (isAuthentic(response)) {
            return Optional.of(printed ? List.of(Compatibility.DHHMAC_NUMBERS_AS_PRINTED) : List.of());
        }
        return !printed
                        && settings.accepts(Compatibility.ANSWER_COVERS_IDENTITIES)
                        && response.payloads().get(response.payloads().size() - 1) instanceof KemacPayload kemac
                        && isAlone(kemac)
                        && protection.isMac(kemac.mac(), covered(response, ends))
                ? Optional.of(List.of(Compatibility.ANSWER_COVERS_IDENTITIES))
                : Optional.empty();
    }

    private Octets[] covered(MikeyMessage response, SignedIds ends) {
        return Stream.concat(
                        Stream.of(protection.covered(response)),
                        Stream.of(ends.data(response.payload(TPayload.class).orElseThrow())))
                .toArray(Octets[]::new);
    }

    @Override
    public boolean isAuthentic(MikeyMessage message) {
        return message.payloads().get(message.payloads().size() - 1) instanceof KemacPayload kemac
                && isAlone(kemac)
                && (printed ? PrintedNumbers.isAuthentic(protection, message) : protection.isAuthentic(message));
    }

    /** Whether a KEMAC is nothing but a MAC of the right algorithm (RFC 4650, 4.2). */
    private boolean isAlone(KemacPayload kemac) {
        return kemac.encrAlg() == EncrAlg.NULL
                && kemac.encrData().isEmpty()
                && kemac.macAlg() == protection.mac().macAlg();
    }

    @Override
    public void close() {
        protection.close();
    }
}
