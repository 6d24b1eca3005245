package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.exchange.ticket.TicketFixture.POLICY;
import static org.mikey4j.exchange.ticket.TicketFixture.answered;
import static org.mikey4j.exchange.ticket.TicketFixture.map;
import static org.mikey4j.exchange.ticket.TicketFixture.refused;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;
import static org.mikey4j.testing.Peers.established;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.RandRole;

/** TRANSFER_RESPs with the right MAC and keys or policies that the Initiator does not take. */
class TransferAnswerTest {
    private final TicketFixture parties = new TicketFixture(TicketSuite.BITS_256);
    private final TicketGrant grant =
            parties.grant(parties.plain(Flag.D, Flag.F, Flag.G, Flag.H, Flag.M, Flag.N, Flag.O)
                    .build());
    private final PendingTransfer offer = (PendingTransfer) new TransferInitiator(parties.settings)
            .offer(grant, TransferRequest.of(ALICE, BOB, map(), POLICY).accepting(id -> false, policy -> true));
    private final Octets answer = answered(parties.receive(offer.message().octets()))
            .reply()
            .orElseThrow()
            .octets();

    private static Octets rand(MikeyMessage message, int role) {
        return message.payloads(RandrPayload.class).stream()
                .filter(randr -> randr.randRole() == role)
                .findFirst()
                .orElseThrow()
                .rand();
    }

    private TicketRands rands() {
        return new TicketRands(
                rand(offer.message(), RandRole.RANDR_I),
                rand(MikeyMessage.decode(answer.toByteArray()), RandRole.RANDR_R));
    }

    private Octets edited(UnaryOperator<List<Payload>> edit) {
        return Remake.answer(answer, parties.suite, grant.keys().mpkI(), rands(), offer.message(), edit);
    }

    private Octets bringing(int type, int octets, KeyValidity spi) {
        MikeyMessage message = MikeyMessage.decode(answer.toByteArray());
        long csbId = message.header().csbId();
        TransportedKey key =
                new TransportedKey(type, SecretBytes.copyOf(Octets.copyOf(new byte[octets])), SecretBytes.empty(), spi);
        try (MessageProtection protection =
                TicketProtection.response(parties.suite, grant.keys().mpkI(), csbId, rands())) {
            KemacPayload kemac = protection.sealWithoutMac(
                    KeyTransport.payloads(List.of(key)),
                    csbId,
                    message.payload(TPayload.class).orElseThrow());
            return edited(payloads -> {
                payloads.add(kemac);
                return payloads;
            });
        }
    }

    @Test
    void keysOfTheResponderAreThoseThatGoWithTheTicket() {
        KeyValidity.Spi own = new KeyValidity.Spi(Octets.ofHex("77"));
        KeyValidity inTicket = grant.keys().session().get(0).kv();

        assertThat(refused(offer.receive(bringing(KeyDataType.TEK, 32, inTicket)), RejectReason.KEYS_UNUSABLE)
                        .detail())
                .isEqualTo("a session key has no SPI of its own (RFC 6043, 6.2.1)");
        assertThat(refused(offer.receive(bringing(KeyDataType.TEK, 15, own)), RejectReason.KEYS_UNUSABLE)
                        .detail())
                .isEqualTo("a key of 15 octets does not go with these algorithms (RFC 6043, 12.1)");
        assertThat(established(offer.receive(bringing(KeyDataType.TEK, 32, own)))
                        .keys())
                .extracting(TransportedKey::keyType)
                .containsExactly(KeyDataType.TGK, KeyDataType.TEK);
    }

    /** RANDRi and RANDRr have 32 octets each. */
    @Test
    void aKeyOfTheResponderIsNotLongerThanTheRandomValues() {
        KeyValidity.Spi own = new KeyValidity.Spi(Octets.ofHex("77"));

        established(offer.receive(bringing(KeyDataType.TGK, 64, own)));
        assertThat(refused(offer.receive(bringing(KeyDataType.TGK, 65, own)), RejectReason.KEYS_UNUSABLE)
                        .detail())
                .isEqualTo("random values of 64 octets for a key of 65 (RFC 6043, 12.1)");
        established(offer.receive(bringing(KeyDataType.TEK, 65, own)));
    }

    @Test
    void aPolicyThatNobodyCanUseIsRefusedBeforeItIsAccepted() {
        refused(
                offer.receive(edited(payloads -> {
                    payloads.add(SpPayload.of(7, 99, List.of()));
                    return payloads;
                })),
                RejectReason.UNSUPPORTED_PROTOCOL);
    }

    @Test
    void anErrorMessageWithoutAMacIsAHint() {
        CommonHeader header = offer.message().header();
        Octets bare = MikeyMessage.encode(
                        new CommonHeader(
                                DataType.ERROR,
                                false,
                                header.prfFunc(),
                                header.csbId(),
                                new EmptyMap(CsIdMapType.EMPTY, 0)),
                        List.of(
                                offer.message().payload(TPayload.class).orElseThrow(),
                                new ErrPayload(ErrorNo.INVALID_TICKET)))
                .octets();

        assertThat(refused(offer.receive(bare), RejectReason.PEER_ERROR).authenticated())
                .isFalse();
    }
}
