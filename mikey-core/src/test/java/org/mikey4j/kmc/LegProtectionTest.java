package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.testing.Peers;

/** What a leg is said to be, by the SRTP policies of its streams: parameters as they stand in SP, type, length and value. */
class LegProtectionTest {
    private static SecurityAssociation streams(String first, String second) {
        CsbState state = new CsbState(
                1,
                Prf.MIKEY_1,
                Octets.ofHex("10".repeat(16)),
                new TPayload(0, 1),
                Optional.of(Peers.ALICE),
                Optional.of(Peers.BOB));
        return new SecurityAssociation(
                state,
                SecretBytes.empty(),
                CsIdMap.srtp(new SrtpId(0, 1, 0), new SrtpId(1, 2, 0)),
                List.of(policy(0, first), policy(1, second)),
                List.of(new TransportedKey(
                        KeyDataType.TGK, SecretBytes.random(Peers.RANDOM, 16), SecretBytes.empty(), KeyValidity.NULL)),
                List.of(),
                List.of());
    }

    private static SpPayload policy(int number, String parameters) {
        return new SpPayload(number, ProtType.SRTP, Octets.ofHex(parameters));
    }

    @ParameterizedTest
    @CsvSource({
        // AES-CM with HMAC-SHA-1; AES-GCM, alone and with a rollover counter behind its tag; unencrypted in either.
        "'', encrypted and authenticated",
        "000106, encrypted and authenticated",
        "0001060a0100, encrypted and authenticated",
        "000106020104, encrypted and authenticated",
        "000106070100, 'authenticated, not encrypted'",
        "070100, 'authenticated, not encrypted'",
        "000100, 'authenticated, not encrypted'",
        // No algorithm, none in use, or one without a key.
        "020100, 'encrypted, not authenticated'",
        "0a0100, 'encrypted, not authenticated'",
        "030100, 'encrypted, not authenticated'",
        "000100020100, not protected",
        // Rollover counters: RCCm1 in each packet and in each second, RCCm2 in each second, RCCm3.
        "020102, encrypted and authenticated",
        "0201020d020002, 'encrypted, not authenticated'",
        "0201030d020002, encrypted and authenticated",
        "0201040b0104, 'encrypted, not authenticated'"
    })
    void aLegIsAsWellProtectedAsItsWorstStream(String parameters, String expected) {
        for (SecurityAssociation association :
                List.of(streams(parameters, parameters), streams("", parameters), streams(parameters, ""))) {
            LegProtection protection = LegProtection.of(Peers.ALICE, association);

            assertThat(protection).hasToString("sip:alice@example.org: " + expected);
            assertThat(protection.isProtected()).isEqualTo(expected.equals("encrypted and authenticated"));
        }
    }
}
