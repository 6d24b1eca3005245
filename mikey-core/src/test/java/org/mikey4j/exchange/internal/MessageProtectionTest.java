package org.mikey4j.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.SecondPrf;

/** The keys that protect the messages of a bundle, and the keys that they protect. */
class MessageProtectionTest {
    private static final byte[] INKEY =
            Octets.ofHex("000102030405060708090a0b0c0d0e0f").toByteArray();
    private static final Octets RAND = Octets.ofHex("a0".repeat(16));
    private static final long CSB_ID = 0x01020304L;
    private static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");

    private final MessageProtection protection = MessageProtection.derive(
            KemacCipher.AES_CM_128,
            MacAlgorithm.HMAC_SHA_1_160,
            20,
            Prf.MIKEY_1,
            SecretBytes.copyOf(INKEY),
            CSB_ID,
            RAND);

    private static KeyDataPayload key(int number) {
        return new KeyDataPayload(
                KeyDataType.TEK,
                Octets.ofHex(String.format("%02x", number).repeat(16)),
                Octets.EMPTY,
                new KeyValidity.Spi(Octets.ofHex(String.format("%02x", number))));
    }

    private KeyTransport.Opened open(List<Payload> inside, int first, Consumer<List<TransportedKey>> check) {
        KemacPayload kemac = protection.seal(inside, CSB_ID, Peers.at(0));
        return KeyTransport.open(protection, kemac, CSB_ID, Peers.at(0), first, check);
    }

    private SecretBytes field(String name) throws ReflectiveOperationException {
        Field field = MessageProtection.class.getDeclaredField(name);
        field.setAccessible(true);
        return (SecretBytes) field.get(protection);
    }

    /** RFC 3830, 4.1.4, with the PRF of the other library. */
    @Test
    void theKeysAreDerivedUnderTheirOwnLabels() throws ReflectiveOperationException {
        String rest = "ff01020304" + RAND.toHex();

        assertThat(field("encrKey").toByteArray())
                .isEqualTo(SecondPrf.derive(
                        true, INKEY, Octets.ofHex("150533e1" + rest).toByteArray(), 16));
        assertThat(field("saltKey").toByteArray())
                .isEqualTo(SecondPrf.derive(
                        true, INKEY, Octets.ofHex("29b88916" + rest).toByteArray(), 14));
    }

    @Test
    void closingWipesAllThreeKeys() throws ReflectiveOperationException {
        protection.close();

        Peers.assertWiped(field("encrKey"), field("saltKey"));
        assertThatThrownBy(() -> protection.macOver(RAND))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the key was wiped");
    }

    @Test
    void whatIsSealedIsOpened() {
        KeyTransport.Opened opened = open(List.of(ALICE, key(1), key(2)), PayloadType.ID, KeyTransport::checkUsable);

        assertThat(opened.id()).contains(ALICE);
        assertThat(opened.keys()).containsExactly(TransportedKey.of(key(1)), TransportedKey.of(key(2)));
    }

    @Test
    void keysThatAreRefusedAreWiped() {
        List<TransportedKey> seen = new ArrayList<>();

        assertThatThrownBy(() -> open(List.of(key(1), key(2)), PayloadType.KEY_DATA, keys -> {
                    seen.addAll(keys);
                    throw Refusal.because(RejectReason.KEYS_UNUSABLE, "not these");
                }))
                .isInstanceOf(Refusal.class)
                .hasMessage("not these");
        assertThat(seen).hasSize(2);
        Peers.assertWiped(seen.get(0).key(), seen.get(1).key());
    }

    @Test
    void twoKeysForTheSamePacketsAreRefused() {
        assertThatThrownBy(() -> open(List.of(key(1), key(1)), PayloadType.KEY_DATA, KeyTransport::checkUsable))
                .isInstanceOf(Refusal.class)
                .hasMessage("several keys, and nothing that says which packets each is for (RFC 3830, A)");
    }

    /** An identity stands once, and first, in the modes with envelope keys; in the others there is none. */
    @Test
    void whatIsNeitherAKeyNorTheIdentityIsRefused() {
        assertThatThrownBy(() -> open(List.of(ALICE, ALICE, key(1)), PayloadType.ID, KeyTransport::checkUsable))
                .isInstanceOf(Refusal.class)
                .hasMessage("the key data holds ID");
        Payload rand = new RandPayload(RAND);
        assertThatThrownBy(() -> open(List.of(ALICE, rand), PayloadType.ID, KeyTransport::checkUsable))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("decrypted key data: RAND payload, next payload at offset ");
        assertThatThrownBy(() -> open(List.of(key(1), ALICE), PayloadType.KEY_DATA, KeyTransport::checkUsable))
                .isInstanceOf(Refusal.class)
                .hasMessage("the key data holds ID");
    }

    @Test
    void keyDataThatAreNoneAreRefused() {
        KemacPayload wrong = new KemacPayload(1, Octets.ofHex("00".repeat(40)), 1, Octets.ofHex("00".repeat(20)));

        assertThatThrownBy(() -> KeyTransport.open(protection, wrong, CSB_ID, Peers.at(0), PayloadType.KEY_DATA))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("decrypted key data: ");
    }

    /** 5 octets of head and 20 of MAC go with the data. */
    @ParameterizedTest
    @ValueSource(ints = {65536, 65537})
    void aKemacHasAtMost65536Octets(int octets) {
        Payload key = new KeyDataPayload(
                KeyDataType.TEK, Octets.copyOf(new byte[octets - 25 - 4]), Octets.EMPTY, KeyValidity.NULL);
        if (octets == 65536) {
            assertThat(protection.seal(List.of(key), CSB_ID, Peers.at(0)).bodyLength() + 1)
                    .isEqualTo(octets);
            return;
        }
        assertThatThrownBy(() -> protection.seal(List.of(key), CSB_ID, Peers.at(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keys: their KEMAC would have 65537 octets, more than 65536 (RFC 3830, 6.13)");
    }

    @Test
    void aKemacAloneIsAuthenticUnderItsOwnAlgorithmOnly() {
        KemacPayload kemac = protection.authenticateAlone(protection.seal(List.of(key(1)), CSB_ID, Peers.at(0)));
        byte[] forged = kemac.mac().toByteArray();
        forged[19] ^= 1;

        assertThat(protection.isAuthenticAlone(kemac)).isTrue();
        assertThat(protection.isAuthenticAlone(
                        new KemacPayload(kemac.encrAlg(), kemac.encrData(), kemac.macAlg(), Octets.copyOf(forged))))
                .isFalse();
        assertThat(protection.isAuthenticAlone(new KemacPayload(kemac.encrAlg(), kemac.encrData(), 0, Octets.EMPTY)))
                .isFalse();
    }
}
