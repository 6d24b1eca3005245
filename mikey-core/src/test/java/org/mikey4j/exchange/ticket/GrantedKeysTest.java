package org.mikey4j.exchange.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.exchange.ticket.TicketFixture.granted;
import static org.mikey4j.exchange.ticket.TicketFixture.refused;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.testing.Peers;

/** The keys that a KMS grants are those that were asked for, and those that are shown are those that the ticket has. */
class GrantedKeysTest {
    private static final KeySpec TGK = spec(KeyDataType.TGK, 32, 0);
    private static final KeySpec TEK_SALT = spec(KeyDataType.TEK_SALT, 32, 14);

    private final TicketFixture parties = new TicketFixture(TicketSuite.BITS_256);

    private static KeySpec spec(int type, int octets, int saltOctets) {
        return new KeySpec(type, octets, saltOctets, KeyValidity.NULL, Optional.empty(), Optional.empty());
    }

    /** A service that has its own mind about keys. */
    private TicketKms granting(List<KeySpec> specs, boolean telling) {
        TicketAuthority authority = new TicketAuthority() {
            @Override
            public TicketGrant issue(IdPayload initiator, TicketTerms desired) {
                TicketTerms.Builder terms = desired.toBuilder().keys();
                return TicketGrant.make(
                        telling ? terms.with(Flag.K).build() : terms.build(), parties.tpk, specs, parties.settings);
            }

            @Override
            public Resolution resolve(IdPayload responder, TicketPayload ticket) {
                throw new AssertionError("nobody asks");
            }
        };
        return new TicketKms(
                parties.settings,
                TicketFixture.KMS,
                KmsPeers.sharing(claim -> Optional.of(parties.access(ALICE))),
                Peers.replays(),
                authority);
    }

    private RequestResult asking(List<KeySpec> desired, boolean telling, KeySpec... specs) {
        PendingRequest request = parties.client(ALICE)
                .request(parties.terms().keys(desired.toArray(KeySpec[]::new)).build());
        KmsResult result =
                granting(List.of(specs), telling).receive(request.message().octets(), Octets.EMPTY);
        assertThat(result).isInstanceOf(KmsResult.Answered.class);
        return request.receive(((KmsResult.Answered) result).reply().octets());
    }

    private void assertRefused(KeySpec... specs) {
        assertThat(refused(asking(List.of(TGK, TEK_SALT), false, specs), RejectReason.TICKET_POLICY_REFUSED)
                        .detail())
                .isEqualTo("the KMS grants another policy or other keys and does not say so (RFC 6043, 6.10)");
    }

    @Test
    void keysThatWereAskedForAreThoseThatAreGranted() {
        assertThat(granted(asking(List.of(TGK, TEK_SALT), false, TGK, TEK_SALT)).copySessionKeys())
                .extracting(TransportedKey::keyType)
                .containsExactly(KeyDataType.TGK, KeyDataType.TEK_SALT);
        assertRefused();
        assertRefused(TGK);
        assertRefused(TGK, TEK_SALT, TGK);
        assertRefused(TEK_SALT, TGK);
        assertRefused(TGK, spec(KeyDataType.TGK_SALT, 32, 14));
        assertRefused(spec(KeyDataType.TGK, 33, 0), TEK_SALT);
        assertRefused(TGK, spec(KeyDataType.TEK_SALT, 31, 14));
        assertRefused(TGK, spec(KeyDataType.TEK_SALT, 32, 13));
    }

    @Test
    void otherKeysAreTakenWhereTheServiceChoosesOrTellsOfAChange() {
        assertThat(granted(asking(List.of(), false, TEK_SALT)).sessionKeys()).isEqualTo(1);
        assertThat(granted(asking(List.of(TGK, TEK_SALT), true, TEK_SALT)).sessionKeys())
                .isEqualTo(1);
    }

    @Test
    void aRefusalSaysWhetherTheServiceToldOfTheChange() {
        PendingRequest request = parties.client(ALICE).request(parties.terms().build());
        Octets answer = ((KmsResult.Answered)
                        granting(List.of(TGK), true).receive(request.message().octets(), Octets.EMPTY))
                .reply()
                .octets();

        assertThat(refused(request.receive(answer, terms -> false), RejectReason.TICKET_POLICY_REFUSED)
                        .detail())
                .isEqualTo("the policy that the KMS grants is not acceptable");
    }

    private static List<Octets> keys(Optional<SecretBytes> keyData) {
        try (SecretBytes shown = keyData.orElseThrow()) {
            return PayloadChain.decodeSubPayloads(shown.toByteArray(), PayloadType.KEY_DATA).stream()
                    .map(payload -> ((KeyDataPayload) payload).key())
                    .toList();
        }
    }

    private static List<Octets> keys(TicketKeys keys) {
        List<Octets> all = new ArrayList<>();
        all.add(Octets.copyOf(keys.mpkI().toByteArray()));
        all.add(Octets.copyOf(keys.mpkR().orElseThrow().toByteArray()));
        keys.session().forEach(key -> all.add(Octets.copyOf(key.key().toByteArray())));
        return all;
    }

    /** What the answer to Alice brings, the ticket has too, under another key. */
    @Test
    void theKeyDataOfARequestAreTheKeysOfTheTicket() {
        PendingRequest request = parties.client(ALICE).request(parties.terms().build());
        Octets answer = parties.ask(request.message());
        TicketPayload ticket = granted(request.receive(answer)).ticket();

        assertThat(keys(request.keyData(answer)))
                .hasSize(3)
                .isEqualTo(
                        keys(TicketGrant.open(ticket, TpkLookup.of(parties.tpk)).keys()));
        assertThat(request.keyData(forged(answer))).as("of no answer").isEmpty();
    }

    /** Bob's MPKi is Alice's, and the others are bound to him. */
    @Test
    void theKeyDataOfAResolvingAreTheKeysThatAreBoundToBob() {
        TicketGrant grant = parties.grant(parties.terms().build());
        PendingResolve resolve = parties.client(BOB)
                .resolve(parties.received(parties.offer(grant).message().octets())
                        .ticket());
        Octets answer = parties.ask(resolve.message());

        List<Octets> shown = keys(resolve.keyData(answer));

        assertThat(shown)
                .hasSize(3)
                .doesNotContainAnyElementsOf(keys(grant.keys()).subList(1, 3));
        assertThat(shown.get(0)).isEqualTo(keys(grant.keys()).get(0));
        ResolvedTicket resolved = ((ResolveResult.Resolved) resolve.receive(answer)).ticket();
        assertThat(shown).isEqualTo(keys(resolved.keys()));
        assertThat(resolve.keyData(forged(answer))).as("of no answer").isEmpty();
    }

    private static Octets forged(Octets answer) {
        byte[] octets = answer.toByteArray();
        octets[octets.length - 1] ^= 1;
        return Octets.copyOf(octets);
    }
}
