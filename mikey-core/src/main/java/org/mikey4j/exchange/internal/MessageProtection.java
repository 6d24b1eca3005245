package org.mikey4j.exchange.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.MacKey;
import org.mikey4j.crypto.MessageKeys;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;

/**
 * The protection of one bundle's messages under a PSK or an envelope key: encryption of the key data, the MAC of the KEMAC
 * and the verification MAC (RFC 3830, 4.2.3, 4.2.4 and 5.2).
 */
public final class MessageProtection implements AutoCloseable {
    /** Next payload, cipher, length of the data, MAC algorithm. */
    private static final int KEMAC_HEAD_OCTETS = 5;

    private static final int MOST_KEMAC_OCTETS = 1 << 16;

    private final KemacCipher cipher;
    private final MacAlgorithm mac;
    private final SecretBytes encrKey;
    private final SecretBytes saltKey;
    private final MacKey macKey;

    private MessageProtection(
            KemacCipher cipher, MacAlgorithm mac, SecretBytes encrKey, SecretBytes saltKey, MacKey macKey) {
        this.cipher = cipher;
        this.mac = mac;
        this.encrKey = encrKey;
        this.saltKey = saltKey;
        this.macKey = macKey;
    }

    /**
     * Derives the keys that protect the messages of a bundle (RFC 3830, 4.1.4).
     *
     * @param authKeyOctets the size of the authentication key in octets
     */
    public static MessageProtection derive(
            KemacCipher cipher,
            MacAlgorithm mac,
            int authKeyOctets,
            Prf prf,
            SecretBytes inkey,
            long csbId,
            Octets rand) {
        if (cipher == KemacCipher.NULL && mac == MacAlgorithm.NULL) {
            SecretBytes none = SecretBytes.empty();
            return new MessageProtection(cipher, mac, none, none, mac.key(none));
        }
        try (MessageKeys keys = MessageKeys.derive(prf, inkey, csbId, rand)) {
            return of(cipher, mac, authKeyOctets, keys);
        }
    }

    /**
     * The protection with keys from this derivation, which the caller closes.
     *
     * @param authKeyOctets the size of the authentication key in octets
     */
    public static MessageProtection of(KemacCipher cipher, MacAlgorithm mac, int authKeyOctets, MessageKeys keys) {
        try (SecretBytes authKey = keys.authKey(authKeyOctets)) {
            return new MessageProtection(
                    cipher, mac, keys.encrKey(cipher.keyOctets()), keys.saltKey(cipher.saltOctets()), mac.key(authKey));
        }
    }

    /** The MAC algorithm. */
    public MacAlgorithm mac() {
        return mac;
    }

    /**
     * Encrypts sub-payloads; the MAC of the result is still zeros.
     *
     * @throws IllegalArgumentException if the KEMAC would have more than 2^16 octets (RFC 3830, 6.13)
     */
    public KemacPayload seal(List<? extends Payload> subPayloads, long csbId, TPayload timestamp) {
        byte[] plaintext = PayloadChain.encode(List.copyOf(subPayloads)).toByteArray();
        try {
            byte[] encrypted = plaintext.length == 0
                    ? plaintext
                    : cipher.encrypt(encrKey, saltKey, csbId, timestamp.timestamp64(), plaintext);
            int octets = KEMAC_HEAD_OCTETS + encrypted.length + mac.macOctets();
            if (octets > MOST_KEMAC_OCTETS) {
                throw new IllegalArgumentException(
                        "keys: their KEMAC would have " + octets + " octets, more than 65536 (RFC 3830, 6.13)");
            }
            return new KemacPayload(cipher.encrAlg(), Octets.copyOf(encrypted), mac.macAlg(), zeros());
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /** Encrypts sub-payloads for a KEMAC under the NULL MAC, where a V payload protects the message (RFC 6043, 6.2). */
    public KemacPayload sealWithoutMac(List<? extends Payload> subPayloads, long csbId, TPayload timestamp) {
        KemacPayload sealed = seal(subPayloads, csbId, timestamp);
        return new KemacPayload(sealed.encrAlg(), sealed.encrData(), MacAlg.NULL, Octets.EMPTY);
    }

    /**
     * Decrypts the data of a KEMAC that is authentic.
     *
     * @return the plaintext, which the caller wipes
     */
    public byte[] open(KemacPayload kemac, long csbId, TPayload timestamp) {
        byte[] encrypted = kemac.encrData().toByteArray();
        return encrypted.length == 0
                ? encrypted
                : cipher.decrypt(encrKey, saltKey, csbId, timestamp.timestamp64(), encrypted);
    }

    /** Fills in the MAC of a KEMAC that is the last payload: over all that stands before the MAC. */
    public MikeyMessage authenticate(MikeyMessage message) {
        KemacPayload kemac = (KemacPayload) last(message);
        Octets value = macKey.compute(covered(message));
        return message.withLast(new KemacPayload(kemac.encrAlg(), kemac.encrData(), kemac.macAlg(), value));
    }

    /** Appends a KEMAC without key data, whose MAC is over all that stands before it (RFC 4650, 4.2). */
    public MikeyMessage appendMac(CommonHeader header, List<Payload> payloads) {
        List<Payload> all = new ArrayList<>(payloads);
        all.add(new KemacPayload(EncrAlg.NULL, Octets.EMPTY, mac.macAlg(), zeros()));
        return authenticate(MikeyMessage.encode(header, all));
    }

    /** The MAC over these octets, one part after the other. */
    public Octets macOver(Octets... covered) {
        return macKey.compute(covered);
    }

    /** Whether {@code value} is the MAC over these octets, one part after the other. */
    public boolean isMac(Octets value, Octets... covered) {
        return macKey.verify(value, covered);
    }

    /** Whether the MAC of the KEMAC at the end is right. */
    public boolean isAuthentic(MikeyMessage message) {
        return macKey.verify(((KemacPayload) last(message)).mac(), covered(message));
    }

    /**
     * Fills in the MAC of a KEMAC that is followed by others: over this payload alone, as if it were the last (RFC 3830,
     * 5.2 and 6.2).
     */
    public KemacPayload authenticateAlone(KemacPayload kemac) {
        return new KemacPayload(kemac.encrAlg(), kemac.encrData(), kemac.macAlg(), macKey.compute(coveredAlone(kemac)));
    }

    /** Whether the MAC of such a KEMAC is right. */
    public boolean isAuthenticAlone(KemacPayload kemac) {
        return kemac.macAlg() == mac.macAlg() && macKey.verify(kemac.mac(), coveredAlone(kemac));
    }

    private Octets coveredAlone(KemacPayload kemac) {
        Octets alone = PayloadChain.encode(List.of(kemac));
        return alone.slice(0, alone.length() - mac.macOctets());
    }

    /** Appends a V payload: the MAC over the message, both identities and the Initiator's timestamp. */
    public MikeyMessage appendV(
            MikeyMessage withoutV, Optional<IdPayload> initiator, Optional<IdPayload> responder, TPayload timestamp) {
        List<Payload> payloads = new ArrayList<>(withoutV.payloads());
        payloads.add(new VPayload(mac.macAlg(), zeros()));
        MikeyMessage message = MikeyMessage.encode(withoutV.header(), payloads);
        Octets value = macKey.compute(covered(message), data(initiator), data(responder), timestamp.valueOctets());
        return message.withLast(new VPayload(mac.macAlg(), value));
    }

    /** Whether the V payload at the end is right. */
    public boolean isVerified(
            MikeyMessage message, Optional<IdPayload> initiator, Optional<IdPayload> responder, TPayload timestamp) {
        return macKey.verify(
                ((VPayload) last(message)).verData(),
                covered(message),
                data(initiator),
                data(responder),
                timestamp.valueOctets());
    }

    /** All octets before the MAC at the end of the message. */
    public Octets covered(MikeyMessage message) {
        int end = message.end(message.payloads().size() - 1);
        return message.octets().slice(0, end - mac.macOctets());
    }

    private static Payload last(MikeyMessage message) {
        return message.payloads().get(message.payloads().size() - 1);
    }

    private Octets zeros() {
        return Octets.copyOf(new byte[mac.macOctets()]);
    }

    /** Of an identity only the data is covered, as the sample of RFC 4567, 5.1 shows. */
    private static Octets data(Optional<IdPayload> id) {
        return id.map(IdPayload::idData).orElse(Octets.EMPTY);
    }

    @Override
    public void close() {
        encrKey.close();
        saltKey.close();
        macKey.close();
    }
}
