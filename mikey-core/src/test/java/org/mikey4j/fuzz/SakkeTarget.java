package org.mikey4j.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.eccsi.EccsiSigningKey;
import org.mikey4j.crypto.eccsi.Ksak;
import org.mikey4j.crypto.sakke.SakkeMasterSecret;
import org.mikey4j.crypto.sakke.SakkeReceiverKey;
import org.mikey4j.exchange.sakke.SakkeClaim;
import org.mikey4j.exchange.sakke.SakkeIdentities;
import org.mikey4j.exchange.sakke.SakkeInitiator;
import org.mikey4j.exchange.sakke.SakkeKeys;
import org.mikey4j.exchange.sakke.SakkeRecipient;
import org.mikey4j.exchange.sakke.SakkeResponder;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.registry.IdScheme;

/** The receiving end of MIKEY-SAKKE. In one of two ways the message is signed again, as one who has the key can. */
final class SakkeTarget implements Consumer<byte[]> {
    private static final int SIGNATURE_OCTETS = 129;
    private static final Octets ALICE = Octets.ofHex("a1".repeat(32));
    private static final Octets BOB = Octets.ofHex("b0".repeat(32));
    private static final SakkeMasterSecret MASTER =
            SakkeMasterSecret.of(SecretBytes.copyOf(Octets.ofHex("0102030405060708".repeat(16))));
    private static final Ksak SIGNING = Ksak.of(SecretBytes.copyOf(Octets.ofHex("12".repeat(32))));
    private static final EccsiSigningKey ALICE_SIGNS = SIGNING.issue(ALICE, MachineTargets.RANDOM);
    private static final SakkeReceiverKey BOB_OPENS =
            SakkeReceiverKey.validate(MASTER.publicKey(), BOB, MASTER.extract(BOB));

    private final Machine machine;

    SakkeTarget() {
        SakkeResponder bob =
                new SakkeResponder(MachineTargets.SETTINGS, new Keys(), MachineTargets.REPLAYS, MachineTargets.JUDGE);
        machine = new Machine(List.of(
                octets -> bob.receive(octets, Octets.EMPTY), octets -> bob.receive(resigned(octets), Octets.EMPTY)));
    }

    @Override
    public void accept(byte[] input) {
        machine.accept(input);
    }

    static List<byte[]> seeds() {
        Octets message = new SakkeInitiator(MachineTargets.SETTINGS, ALICE_SIGNS)
                .send(
                        SakkeIdentities.ofUris("sip:alice@a.example", "sip:bob@b.example", "kms.a", "kms.b"),
                        new SakkeRecipient(MASTER.publicKey(), BOB, IdScheme.HASHED_UID_3GPP),
                        MachineTargets.request().prf(Prf.HMAC_SHA_256).build())
                .message()
                .octets();
        return Machine.seeds(message, 0, 1);
    }

    private static Octets resigned(Octets octets) {
        try {
            MikeyMessage message = MikeyMessage.decode(octets.toByteArray());
            int count = message.payloads().size();
            if (count == 0
                    || !(message.payloads().get(count - 1) instanceof SignPayload sign)
                    || sign.signature().length() != SIGNATURE_OCTETS) {
                return octets;
            }
            Octets covered = octets.slice(0, message.end(count - 1) - SIGNATURE_OCTETS);
            return message.withLast(new SignPayload(sign.sType(), ALICE_SIGNS.sign(covered, MachineTargets.RANDOM)))
                    .octets();
        } catch (MalformedMessageException e) {
            return octets;
        }
    }

    private static final class Keys implements SakkeKeys {
        @Override
        public Optional<Signer> signer(SakkeClaim claim) {
            return Optional.of(new Signer(SIGNING.kpak(), ALICE));
        }

        @Override
        public Optional<SakkeReceiverKey> receiver(SakkeClaim claim) {
            return Optional.of(BOB_OPENS);
        }
    }
}
