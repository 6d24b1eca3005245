package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.kmc.ControlPlaneKeys.Registration;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Peers;

/** Keys of registrations, against values that were computed without this library from the text of TS 33.220. */
class ControlPlaneKeysTest {
    static final Registration ALICE = new Registration(
            secret("b40ba9a3c58b2a05bbf0d987b21bf8cb"),
            secret("f769bcd751044604127672711c6d3441"),
            Octets.ofHex("23553cbe9637a89d218ae64dae47bf35"),
            "alice@ims.example.org");
    static final Registration BOB = new Registration(
            secret("5dbdbb2954e8f3cde665b046179a5098"),
            secret("59a92d3b476a0443487055cf88b2307b"),
            Octets.ofHex("c00d603103dcee52c4478119494202e8"),
            "bob@ims.example.org");
    private static final String KMC = "kmc.ims.example.org";
    private static final CallBinding CALL = new CallBinding(
            "a84b4c76e66710@pc33.example.org",
            IdPayload.uri("sip:alice@example.org"),
            IdPayload.uri("sip:bob@example.org"));

    static SecretBytes secret(String hex) {
        return SecretBytes.copyOf(Octets.ofHex(hex));
    }

    @Test
    void sharesOfUsersAndTheirCombination() {
        SecretBytes alice = ControlPlaneKeys.user(ALICE, KMC);
        SecretBytes bob = ControlPlaneKeys.user(BOB, KMC);

        assertThat(alice).isEqualTo(secret("7846e10e53846d5a0dae734233c52942d31e53c2a08193953c19a05d923bed2c"));
        assertThat(bob).isEqualTo(secret("9f79569cd44eae362fde46214890cfd375f1fadc8ad57881bf138aa603de4b84"));
        assertThat(ControlPlaneKeys.pair(alice, bob, CALL, Octets.ofHex("000102030405060708090a0b0c0d0e0f"))
                        .value())
                .isEqualTo(secret("6a118d2694c4c9032b08c093153c4fc591783c36d3aadff131db195cb72ba2c5"));
    }

    @Test
    void bootstrappedKeys() {
        assertThat(ControlPlaneKeys.ksNaf(ALICE, "kms.example.org", ControlPlaneKeys.UA_IMS_KMS))
                .isEqualTo(secret("113a291ed7e1d40c913a125d730c20020ba435577deff644b4a2b8ee6c63eb7f"));
        assertThat(ControlPlaneKeys.ksNaf(ALICE, "bmsc.example.org", Octets.ofHex("0100000001")))
                .isEqualTo(secret("157b4a7b1bbba0f7eef153932b6de6f3099a74c37f47ccfe7fe1cf2d2795c367"));
        assertThat(ControlPlaneKeys.bTid(ALICE, "bsf.example.org"))
                .isEqualTo(IdPayload.nai("I1U8vpY3qJ0hiuZNrke/NQ==@bsf.example.org"));
    }

    @Test
    void theOtherNetworkDoesNotLearnTheAccessKey() {
        assertThat(ControlPlaneKeys.access(ALICE, KMC))
                .isNotEqualTo(ControlPlaneKeys.user(ALICE, KMC))
                .isNotEqualTo(ControlPlaneKeys.access(BOB, KMC))
                .isNotEqualTo(ControlPlaneKeys.access(ALICE, "kmc.other.example"));
    }

    @Test
    void aCombinationTakesTwoSharesAndANonceOf16Octets() {
        SecretBytes share = secret("01".repeat(32));
        SecretBytes cut = secret("01".repeat(31));
        Octets nonce = Octets.ofHex("02".repeat(16));

        assertThat(ControlPlaneKeys.pair(share, share, CALL, nonce).value().length())
                .isEqualTo(32);
        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> ControlPlaneKeys.pair(cut, share, CALL, nonce),
                () -> ControlPlaneKeys.pair(share, cut, CALL, nonce),
                () -> ControlPlaneKeys.pair(share, share, CALL, nonce.slice(0, 15)))) {
            assertThatThrownBy(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("shares: 32 octets each, nonce: 16 octets or more");
        }
    }

    @Test
    void aCentreMakesOneKeyForACall() {
        ExchangeSettings settings =
                ExchangeSettings.builder(Peers.CLOCK, Peers.RANDOM).build();
        KeyManagementCentre centre = new KeyManagementCentre(
                settings, IdPayload.uri("sip:kmc"), new InMemoryKmcStore(Peers.CLOCK, Peers.RANDOM, 10));
        SecretBytes alice = ControlPlaneKeys.user(ALICE, KMC);
        SecretBytes bob = ControlPlaneKeys.user(BOB, KMC);
        Octets nonce = Octets.ofHex("02".repeat(16));

        assertThat(centre.derive(alice, bob, CALL, nonce)).isEqualTo(ControlPlaneKeys.pair(alice, bob, CALL, nonce));
        assertThatThrownBy(() -> centre.derive(alice, bob, CALL, Octets.ofHex("03".repeat(16))))
                .isInstanceOfSatisfying(
                        KmcRefusal.class, e -> assertThat(e.reason()).isEqualTo(KmcRefusal.Reason.REUSED))
                .hasMessage("a key was made for this call");
    }

    @Test
    void closeWipesWhatARegistrationLeft() {
        SecretBytes ck = secret("01".repeat(16));
        SecretBytes ik = secret("02".repeat(16));

        new Registration(ck, ik, Octets.ofHex("03".repeat(16)), "alice@ims.example.org").close();

        Peers.assertWiped(ck, ik);
    }

    @Test
    void sizesAreThoseOfTheStandard() {
        for (List<Integer> octets : List.of(
                List.of(15, 16, 16), List.of(17, 16, 16),
                List.of(16, 15, 16), List.of(16, 17, 16),
                List.of(16, 16, 15), List.of(16, 16, 17))) {
            assertThatThrownBy(() -> new Registration(
                            secret("00".repeat(octets.get(0))),
                            secret("00".repeat(octets.get(1))),
                            Octets.ofHex("00".repeat(octets.get(2))),
                            ""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("CK, IK, RAND: 16 octets each");
        }
        assertThatThrownBy(() -> ControlPlaneKeys.ksNaf(ALICE, "x", Octets.ofHex("00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Ua security protocol: 5 octets");
    }
}
