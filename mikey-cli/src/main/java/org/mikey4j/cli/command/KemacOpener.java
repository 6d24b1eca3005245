package org.mikey4j.cli.command;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.TransportedKey;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.exchange.psk.PskPendingOffer;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;

/** Opens the encrypted keys of a message, so that they can be shown. The time of the message does not matter. */
final class KemacOpener {
    private final SecretBytes psk;

    KemacOpener(Credentials credentials) {
        this.psk = credentials.requirePsk();
    }

    /**
     * The message with its KEMAC in the clear, octet for octet in place where the cipher keeps lengths.
     *
     * @return empty if the message is of another mode or has nothing encrypted
     * @throws MikeyException if the key is not the one it was made with
     */
    Optional<Octets> open(MikeyMessage message) {
        Optional<KemacPayload> kemac = message.payload(KemacPayload.class);
        if (message.header().dataType() != DataType.PSK_INIT
                || kemac.isEmpty()
                || kemac.get().encrAlg() == EncrAlg.NULL
                || kemac.get().encrData().isEmpty()) {
            return Optional.empty();
        }
        ExchangeSettings settings = ExchangeSettings.builder(Clock.systemUTC(), new SecureRandom())
                .accept(Compatibility.AUTH_KEY_128)
                .build();
        try (PskPendingOffer offer = new PskInitiator(settings).resume(psk, message)) {
            List<Payload> keys = new ArrayList<>();
            for (TransportedKey key : offer.association().keys()) {
                keys.add(new KeyDataPayload(key.keyType(), octets(key.key()), octets(key.salt()), key.kv()));
            }
            List<Payload> payloads = new ArrayList<>(message.payloads());
            payloads.set(
                    message.indexOf(KemacPayload.class),
                    new KemacPayload(
                            EncrAlg.NULL,
                            PayloadChain.encode(keys),
                            kemac.get().macAlg(),
                            kemac.get().mac()));
            return Optional.of(MikeyMessage.encode(message.header(), payloads).octets());
        }
    }

    private static Octets octets(SecretBytes secret) {
        return Octets.copyOf(secret.toByteArray());
    }
}
