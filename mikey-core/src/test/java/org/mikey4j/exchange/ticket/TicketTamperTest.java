package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.exchange.ticket.TicketFixture.answered;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.assertEveryChangeRefused;
import static org.mikey4j.testing.Peers.assertEveryTruncationRefused;
import static org.mikey4j.testing.Peers.established;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

/** No octet of any message can be changed or cut off, and what is refused changes nothing. */
class TicketTamperTest {
    /** A message on its way, what its receiver makes of octets, and a check that the true message is still good. */
    private record OnItsWay(String name, Octets message, Function<Octets, Object> receiver, Runnable stillGood) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<OnItsWay> messages() {
        TicketFixture parties = new TicketFixture();
        PendingRequest request = parties.client(ALICE).request(parties.terms().build());
        PendingRequest signed = parties.signing().request(parties.terms().build());
        PendingRequest other = parties.client(ALICE).request(parties.terms().build());
        Octets requestAnswer = parties.ask(other.message());
        TicketGrant grant = parties.grant(parties.terms().build());
        PendingTransfer offer = parties.offer(grant);
        UnresolvedTransfer received = parties.received(offer.message().octets());
        PendingResolve resolve = parties.client(BOB).resolve(received.ticket());
        PendingResolve answered = parties.client(BOB).resolve(received.ticket());
        Octets resolveAnswer = parties.ask(answered.message());
        TicketGrant second = parties.grant(parties.terms().build());
        PendingTransfer pending = parties.offer(second);
        Octets answer = answered(parties.receive(pending.message().octets()))
                .reply()
                .orElseThrow()
                .octets();
        return Stream.of(
                new OnItsWay(
                        "REQUEST_INIT_PSK",
                        request.message().octets(),
                        octets -> rejected(parties.kms().receive(octets, Octets.EMPTY)),
                        () -> parties.ask(request.message())),
                new OnItsWay(
                        "REQUEST_INIT_PK",
                        signed.message().octets(),
                        octets -> rejected(parties.kms().receive(octets, Octets.EMPTY)),
                        () -> parties.ask(signed.message())),
                new OnItsWay(
                        "REQUEST_RESP",
                        requestAnswer,
                        octets -> rejected(other.receive(octets)),
                        () -> TicketFixture.granted(other.receive(requestAnswer))),
                new OnItsWay(
                        "TRANSFER_INIT",
                        offer.message().octets(),
                        parties::receive,
                        () -> answered(parties.receive(offer.message().octets()))),
                new OnItsWay(
                        "RESOLVE_INIT_PSK",
                        resolve.message().octets(),
                        octets -> rejected(parties.kms().receive(octets, Octets.EMPTY)),
                        () -> parties.ask(resolve.message())),
                new OnItsWay(
                        "RESOLVE_RESP",
                        resolveAnswer,
                        octets -> rejected(answered.receive(octets)),
                        () -> assertThat(answered.receive(resolveAnswer)).isInstanceOf(ResolveResult.Resolved.class)),
                new OnItsWay("TRANSFER_RESP", answer, pending::receive, () -> established(pending.receive(answer))));
    }

    private static Object rejected(Object result) {
        return TicketFixture.rejected(result);
    }

    @ParameterizedTest
    @MethodSource("messages")
    @Proves("R6043-5.4-02")
    void everyChangeIsRefused(OnItsWay way) {
        assertEveryChangeRefused(way.message, way.receiver);
        way.stillGood.run();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyTruncationIsRefused(OnItsWay way) {
        assertEveryTruncationRefused(way.message, way.receiver);
        way.stillGood.run();
    }
}
