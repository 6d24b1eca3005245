package org.mikey4j.exchange.psk;

import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.internal.KeyTransport;
import org.mikey4j.exchange.internal.ProtectionSearch;
import org.mikey4j.exchange.internal.ReceivedOffer;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/** An I_MESSAGE of the pre-shared key method whose parts are all there; nothing of it is authenticated yet. */
record PskMessage(ReceivedOffer offer, KemacPayload kemac, MacAlgorithm mac, KemacCipher cipher) {
    private static final int[] ONCE = {PayloadType.T, PayloadType.RAND};
    private static final int[] OFTEN = {PayloadType.ID, PayloadType.SP, PayloadType.GENERAL_EXT};

    /**
     * Checks that the message has what RFC 3830, 3.1 asks for, in algorithms that are supported and allowed.
     *
     * @throws Refusal if not
     */
    static PskMessage of(MikeyMessage message, ExchangeSettings settings) {
        ReceivedOffer offer = ReceivedOffer.of(message, DataType.PSK_INIT, PayloadType.KEMAC, ONCE, OFTEN);
        KemacPayload kemac = message.payload(KemacPayload.class).orElseThrow();
        MacAlgorithm mac = mac(kemac, message.header().v(), settings);
        return new PskMessage(offer, kemac, mac, cipher(kemac, mac, settings));
    }

    private static MacAlgorithm mac(KemacPayload kemac, boolean v, ExchangeSettings settings) {
        MacAlgorithm mac = MacAlgorithm.of(kemac.macAlg()).orElseThrow();
        if (mac == MacAlgorithm.NULL && !settings.allowNull()) {
            throw Refusal.because(
                    RejectReason.UNSUPPORTED_MAC,
                    "the NULL MAC protects nothing and is not allowed here (RFC 3830, 4.2.4)");
        }
        if (mac == MacAlgorithm.NULL && v) {
            throw Refusal.because(
                    RejectReason.UNSUPPORTED_MAC, "a verification message is asked for, which needs a MAC");
        }
        return mac;
    }

    private static KemacCipher cipher(KemacPayload kemac, MacAlgorithm mac, ExchangeSettings settings) {
        KemacCipher cipher = KemacCipher.of(kemac.encrAlg())
                .orElseThrow(() -> Refusal.because(
                        RejectReason.UNSUPPORTED_ENCRYPTION, "encr alg " + kemac.encrAlg() + " is not supported"));
        if (cipher == KemacCipher.NULL && !settings.allowNull()) {
            throw Refusal.because(
                    RejectReason.UNSUPPORTED_ENCRYPTION,
                    "NULL encryption protects nothing and is not allowed here (RFC 3830, 4.2.3)");
        }
        if (mac == MacAlgorithm.NULL && cipher != KemacCipher.NULL) {
            throw Refusal.because(
                    RejectReason.UNSUPPORTED_MAC, "the NULL MAC goes with NULL encryption only (RFC 3830, 4.2.4)");
        }
        return cipher;
    }

    MikeyMessage message() {
        return offer.message();
    }

    TPayload timestamp() {
        return offer.timestamp();
    }

    long csbId() {
        return offer.csbId();
    }

    List<SpPayload> policies() {
        return message().payloads(SpPayload.class);
    }

    List<GeneralExtensionPayload> extensions() {
        return message().payloads(GeneralExtensionPayload.class);
    }

    /**
     * Checks the MAC.
     *
     * @param psk the key; empty if none is known
     * @param bundleRand the RAND of the bundle
     * @throws Refusal if it is wrong
     */
    ProtectionSearch authenticate(Optional<SecretBytes> psk, Octets bundleRand, ExchangeSettings settings) {
        return ProtectionSearch.authentic(
                message(), new ProtectionSearch.Basis(cipher, mac, offer.prf(), csbId(), bundleRand), psk, settings);
    }

    /**
     * Opens the key data of the message, which is authentic.
     *
     * @throws Refusal if the keys cannot be used
     */
    List<TransportedKey> openKeys(ProtectionSearch found, CsbState state) {
        if (kemac.encrData().isEmpty()) {
            return List.of();
        }
        return KeyTransport.open(
                        found.protection(),
                        kemac,
                        csbId(),
                        timestamp(),
                        PayloadType.KEY_DATA,
                        keys -> checkUsable(keys, state))
                .keys();
    }

    private static void checkUsable(List<TransportedKey> keys, CsbState state) {
        KeyTransport.checkUsable(keys);
        if (state.rand().isEmpty() && keys.stream().anyMatch(TransportedKey::isGenerationKey)) {
            throw Refusal.because(
                    RejectReason.KEYS_UNUSABLE, "a TGK without a RAND: no TEK can be derived (RFC 3830, 4.1.3)");
        }
    }
}
