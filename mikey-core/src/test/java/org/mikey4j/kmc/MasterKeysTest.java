package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Peers;

/** What a centre keeps of calls is sealed, for one call and under a key that can be replaced. */
class MasterKeysTest {
    private static final CallBinding CALL = new CallBinding("c1", IdPayload.uri("sip:a@x"), IdPayload.uri("sip:b@y"));
    private static final CallBinding OTHER = new CallBinding("c2", IdPayload.uri("sip:a@x"), IdPayload.uri("sip:b@y"));
    private static final String FIRST = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String KAB = "505152535455565758595a5b5c5d5e5f";

    /** Computed with the cryptography package of Python, from the layout in the profile; the key ID is k1. */
    private static final Octets SEALED = Octets.ofHex(
            "01026b31a0a1a2a3a4a5a6a7a8a9aaabb6492e7e119e54e83a3cdd885b279e81" + "a3073967e2c118d5f8c920feebdcf0e7");

    private static SecretBytes secret(String hex) {
        return SecretBytes.copyOf(Octets.ofHex(hex));
    }

    private static MasterKeys keys(String current, String... ids) {
        Map<String, SecretBytes> keys = new java.util.HashMap<>();
        for (String id : ids) {
            keys.put(id, id.equals("k1") ? secret(FIRST) : SecretBytes.random(Peers.RANDOM, 32));
        }
        return new MasterKeys(Peers.RANDOM, current, keys);
    }

    private static void assertDamaged(String message, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(Reason.RECORD_DAMAGED))
                .hasMessage(message);
    }

    @Test
    void whatOthersSealedByTheLayoutOpens() {
        try (MasterKeys keys = keys("k1", "k1")) {
            assertThat(keys.open(SEALED, CALL)).isEqualTo(new PairKey(secret(KAB), CALL));
        }
    }

    @Test
    void theSameKeyIsNeverSealedTheSame() {
        MasterKeys keys = keys("k1", "k1");
        PairKey kab = new PairKey(secret(KAB), CALL);

        assertThat(keys.seal(kab)).isNotEqualTo(keys.seal(kab));
        assertThat(keys.seal(kab).toHex()).doesNotContain(KAB).startsWith("01026b31");
        assertThat(keys.open(keys.seal(kab), CALL)).isEqualTo(kab);
    }

    @Test
    void itOpensForItsOwnCallOnlyAndNotWhereAnyOctetIsAnother() {
        MasterKeys keys = keys("k1", "k1", "k2");

        assertDamaged("what is kept was changed, or is about another call", () -> keys.open(SEALED, OTHER));
        for (int at = 0; at < SEALED.length(); at++) {
            byte[] changed = SEALED.toByteArray();
            changed[at] ^= 1;
            assertThatThrownBy(() -> keys.open(Octets.copyOf(changed), CALL))
                    .isInstanceOfSatisfying(
                            KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(Reason.RECORD_DAMAGED));
        }
        for (int length = 0; length < SEALED.length(); length++) {
            Octets cut = SEALED.slice(0, length);
            assertThatThrownBy(() -> keys.open(cut, CALL)).isInstanceOf(KmcRefusal.class);
        }
    }

    /** Computed in the same way, under the other label and with 32 octets for what it is about. */
    @Test
    void whatIsSealedForOneUseOpensForNoOther() {
        Octets about = Octets.ofHex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f");
        Octets dialog = Octets.ofHex(
                "01026b31a0a1a2a3a4a5a6a7a8a9aaaba06a13407feb3ecc0b15bdb24702fe10" + "bf689e933b98cf64c6b4f7710f7599");
        MasterKeys keys = keys("k1", "k1");

        assertThat(keys.open(MasterKeys.Use.DIALOG, dialog, about)).asString().isEqualTo("From: <sip:a@x>");
        assertThat(keys.open(MasterKeys.Use.DIALOG, keys.seal(MasterKeys.Use.DIALOG, new byte[] {7}, about), about))
                .containsExactly(7);
        assertDamaged(
                "what is kept was changed, or is about another call",
                () -> keys.open(MasterKeys.Use.KEY, dialog, about));
        assertDamaged(
                "what is kept was changed, or is about another call",
                () -> keys.open(MasterKeys.Use.DIALOG, SEALED, CALL.digest()));
        assertDamaged(
                "what is kept was changed, or is about another call",
                () -> keys.open(MasterKeys.Use.DIALOG, dialog, CALL.digest()));
    }

    @Test
    void aKeyIsReplacedByAnotherAndOpensUntilItIsTakenOut() {
        Octets byTheNew = keys("k2", "k1", "k2").seal(new PairKey(secret(KAB), CALL));

        assertThat(keys("k2", "k1", "k2").open(SEALED, CALL).value()).isEqualTo(secret(KAB));
        assertThat(byTheNew.toHex()).startsWith("01026b32");
        assertDamaged(
                "what is kept is sealed with a master key that is not there",
                () -> keys("k2", "k2").open(SEALED, CALL));
    }

    @Test
    void aHeadWithNothingBehindItHasAMasterKeyAndDoesNotOpen() {
        assertDamaged(
                "what is kept was changed, or is about another call",
                () -> keys("k1", "k1").open(SEALED.slice(0, 4), CALL));
        assertDamaged(
                "what is kept is sealed with a master key that is not there",
                () -> keys("k1", "k1").open(SEALED.slice(0, 3), CALL));
    }

    @Test
    void closeWipesAllMasterKeys() {
        SecretBytes one = SecretBytes.random(Peers.RANDOM, 32);
        SecretBytes other = SecretBytes.random(Peers.RANDOM, 32);
        MasterKeys keys = new MasterKeys(Peers.RANDOM, "1", Map.of("1", one, "2", other));
        ExchangeSettings settings =
                ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();

        new KeyManagementCentre(
                        settings, IdPayload.uri("sip:kmc"), new InMemoryKmcStore(Peers.CLOCK, Peers.RANDOM, 1), keys)
                .close();

        Peers.assertWiped(one, other);
    }

    @Test
    void whatIsNoMasterKeyIsRefused() {
        assertThatThrownBy(() -> keys("k2", "k1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no master key k2");
        assertThatThrownBy(() -> keys("a key", "a key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the ID of a master key has 1 to 32 letters, digits, '.', '-' and '_'");
        assertThatThrownBy(() -> new MasterKeys(Peers.RANDOM, "k", Map.of("k", SecretBytes.random(Peers.RANDOM, 16))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("master key k: 16 octets, 32 expected");
    }

    @Test
    void aStoreKeepsOneKeyForEachCallWhileItIsOfUse() {
        InMemoryKmcStore store = new InMemoryKmcStore(Peers.CLOCK, Peers.RANDOM, 1);
        Octets other = OTHER.digest();

        assertThat(store.keep(other, SEALED, Peers.CLOCK.instant().minusSeconds(1)))
                .isTrue();
        assertThat(store.kept(other)).as("its time is over").isEmpty();
        assertThat(store.keep(CALL.digest(), SEALED, Peers.CLOCK.instant().plusSeconds(1)))
                .isTrue();
        assertThat(store.keep(CALL.digest(), other, Peers.CLOCK.instant().plusSeconds(1)))
                .isFalse();
        assertThat(store.kept(CALL.digest())).contains(SEALED);
        assertThatThrownBy(() -> store.keep(other, SEALED, Peers.CLOCK.instant().plusSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the store holds 1 calls, and none has expired");
        store.forget(CALL.digest());
        assertThat(store.kept(CALL.digest())).isEmpty();
    }
}
