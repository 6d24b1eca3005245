package org.mikey4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.testing.SecondPrf;

/** What an association hands out, and what it wipes. */
class SecurityAssociationTest {
    private static final Octets RAND = Octets.ofHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
    private static final byte[] TGK =
            Octets.ofHex("000102030405060708090a0b0c0d0e0f").toByteArray();
    private static final GeneralExtensionPayload EXTENSION =
            new GeneralExtensionPayload(GeneralExtensionType.SDP_IDS, Octets.ofHex("31"));
    private static final KeyValidity MKI = new KeyValidity.Spi(Octets.ofHex("0a0b"));
    private static final SpPayload GCM = SrtpPolicy.named("AEAD_AES_256_GCM", 4).orElseThrow();

    private static SecurityAssociation of(CsIdMap map, List<SpPayload> policies, TransportedKey... keys) {
        return new SecurityAssociation(
                new CsbState(0x01020304L, Prf.MIKEY_1, RAND, Peers.at(0), Optional.of(ALICE), Optional.of(BOB)),
                SecretBytes.wrap(new byte[] {1, 2, 3}),
                map,
                policies,
                List.of(keys),
                List.of(EXTENSION),
                List.of(Compatibility.AUTH_KEY_128.at(3, "KEMAC")));
    }

    private static TransportedKey tgk() {
        return new TransportedKey(KeyDataType.TGK, SecretBytes.copyOf(TGK), SecretBytes.empty(), MKI);
    }

    private static SecretBytes derived(String constant, int csId, int octets) {
        byte[] label = Octets.ofHex(constant + String.format("%02x", csId) + "01020304" + RAND.toHex())
                .toByteArray();
        return SecretBytes.wrap(SecondPrf.derive(true, TGK, label, octets));
    }

    private static SecretBytes tek(int csId, int octets) {
        return derived("2ad01c64", csId, octets);
    }

    private static SecretBytes salt(int csId, int octets) {
        return derived("39a2c14b", csId, octets);
    }

    @Test
    @Proves({"R3830-4.1.3-01", "R3830-6.1.1-01"})
    void eachSessionHasTheKeysOfItsPlaceAndPolicy() {
        try (SecurityAssociation association =
                of(CsIdMap.srtp(new SrtpId(0, 11, 5), new SrtpId(4, 12, 0)), List.of(GCM), tgk())) {
            assertThat(association.cryptoSessions())
                    .containsExactly(
                            new CryptoSession(
                                    1, 11, 5, Optional.empty(), List.of(new SessionKey(tek(1, 16), salt(1, 14), MKI))),
                            new CryptoSession(
                                    2, 12, 0, Optional.of(GCM), List.of(new SessionKey(tek(2, 32), salt(2, 12), MKI))));
            assertThat(association.cryptoSessions()).isSameAs(association.cryptoSessions());
        }
    }

    @Test
    void aSessionThatIsInNoMapGetsItsKeysByNumber() {
        try (SecurityAssociation association = of(CsIdMap.srtp(), List.of(), tgk())) {
            assertThat(association.cryptoSessions()).isEmpty();
            assertThat(association.keysFor(255, SrtpPolicy.of(GCM)))
                    .containsExactly(new SessionKey(tek(255, 32), salt(255, 12), MKI));
            assertThat(association.keysFor(0, SrtpPolicy.defaults()))
                    .containsExactly(new SessionKey(tek(0, 16), salt(0, 14), MKI));
        }
    }

    @Test
    @Proves("R3830-6.13-03")
    void aSaltThatCameWithTheKeyTakesThePlaceOfADerivedOne() {
        SecretBytes sent = SecretBytes.copyOf(new byte[] {7, 7, 7});
        try (SecurityAssociation association = of(
                CsIdMap.srtp(new SrtpId(0, 1, 0)),
                List.of(),
                new TransportedKey(KeyDataType.TGK_SALT, SecretBytes.copyOf(TGK), sent.copy(), MKI),
                new TransportedKey(
                        KeyDataType.TEK_SALT,
                        SecretBytes.copyOf(new byte[16]),
                        sent.copy(),
                        new KeyValidity.Spi(Octets.ofHex("0c"))),
                new TransportedKey(
                        KeyDataType.TEK, SecretBytes.copyOf(new byte[16]), SecretBytes.empty(), KeyValidity.NULL))) {
            List<SessionKey> keys = association.cryptoSessions().get(0).keys();

            assertThat(keys)
                    .containsExactly(
                            new SessionKey(tek(1, 16), sent, MKI),
                            new SessionKey(
                                    SecretBytes.wrap(new byte[16]), sent, new KeyValidity.Spi(Octets.ofHex("0c"))),
                            new SessionKey(SecretBytes.wrap(new byte[16]), SecretBytes.empty(), KeyValidity.NULL));
            assertThat(keys.get(0).spi()).isEqualTo(Octets.ofHex("0a0b"));
            assertThat(keys.get(2).spi()).isEqualTo(Octets.EMPTY);
        }
    }

    /** SSRC and ROC of SRTP in the data of a generic session: 4 octets each; the second counts with the flag S (RFC 4563, 5). */
    @ParameterizedTest
    @ValueSource(strings = {"", "010203", "0a0b0c0d", "0a0b0c0d010203", "0a0b0c0d01020304", "0a0b0c0d0102030405"})
    void theDataOfAGenericSessionIsReadAsFarAsItIsThere(String data) {
        for (boolean s : new boolean[] {true, false}) {
            try (SecurityAssociation association = of(
                    new GenericIdMap(List.of(
                            new GenericId(9, ProtType.SRTP, s, Octets.ofHex("04"), Octets.ofHex(data), Octets.EMPTY))),
                    List.of(GCM),
                    tgk())) {
                CryptoSession session = association.cryptoSessions().get(0);
                assertThat(session.csId()).isEqualTo(9);
                assertThat(session.policy()).contains(GCM);
                assertThat(session.ssrc()).isEqualTo(data.length() >= 8 ? 0x0a0b0c0dL : 0);
                assertThat(session.roc()).isEqualTo(s && data.length() >= 16 ? 0x01020304L : 0);
                assertThat(session.keys()).containsExactly(new SessionKey(tek(9, 32), salt(9, 12), MKI));
            }
        }
    }

    @Test
    void onlyPoliciesThatASessionRefersToHaveToBeOfUse() {
        SpPayload unusable = SpPayload.of(7, ProtType.SRTP, List.of(PolicyParameter.of(0, 99)));

        of(CsIdMap.srtp(new SrtpId(4, 1, 0)), List.of(GCM, unusable), tgk()).close();

        assertThatThrownBy(() -> of(CsIdMap.srtp(new SrtpId(7, 1, 0)), List.of(GCM, unusable), tgk()))
                .isInstanceOf(UnusablePolicyException.class)
                .hasMessage("SRTP parameter 0 (encryptionAlgorithm) is unknown(99)");
    }

    @Test
    @Proves("R3830-3.2-08")
    void closingWipesEverything() {
        TransportedKey key = new TransportedKey(
                KeyDataType.TGK_SALT, SecretBytes.copyOf(TGK), SecretBytes.copyOf(new byte[14]), MKI);
        SecurityAssociation association = of(CsIdMap.srtp(new SrtpId(0, 1, 0)), List.of(), key);
        SessionKey session = association.cryptoSessions().get(0).keys().get(0);

        association.close();

        Peers.assertWiped(key.key(), key.salt(), association.protectionKey(), session.tek(), session.salt());
    }

    @Test
    void afterClosingNoKeysAreDerived() {
        SecurityAssociation association = of(CsIdMap.srtp(new SrtpId(0, 1, 0)), List.of(), tgk());

        association.close();

        assertThatThrownBy(association::cryptoSessions)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was wiped");
    }

    @Test
    void theReversedAssociationHasTheRolesExchangedAndKeysOfItsOwn() {
        SecurityAssociation association = of(CsIdMap.srtp(new SrtpId(0, 1, 0)), List.of(GCM), tgk());

        SecurityAssociation reversed = association.reversed();

        assertThat(reversed.initiator()).contains(BOB);
        assertThat(reversed.responder()).contains(ALICE);
        assertThat(reversed.csbId()).isEqualTo(0x01020304L);
        assertThat(reversed.csIdMap()).isEqualTo(association.csIdMap());
        assertThat(reversed.policies()).containsExactly(GCM);
        assertThat(reversed.keys()).isEqualTo(association.keys()).hasSize(1);
        assertThat(reversed.protectionKey()).isEqualTo(association.protectionKey());
        assertThat(reversed.extensions()).containsExactly(EXTENSION);
        assertThat(reversed.diagnostics()).isEqualTo(association.diagnostics()).hasSize(1);
        reversed.close();
        assertThat(association.keys().get(0).key().toByteArray()).isEqualTo(TGK);
        assertThat(association.protectionKey().toByteArray()).containsExactly(1, 2, 3);
    }
}
