package org.mikey4j.fuzz;

import static org.mikey4j.testing.Peers.ALICE;
import static org.mikey4j.testing.Peers.BOB;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mikey4j.crypto.EcGroup;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.crypto.IbakeDerivation;
import org.mikey4j.crypto.KemacCipher;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.crypto.ibe.SmallIbe;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.ibake.IbakeAnswerJudge;
import org.mikey4j.exchange.ibake.IbakeConfirmation;
import org.mikey4j.exchange.ibake.IbakeDates;
import org.mikey4j.exchange.ibake.IbakeFirstOffer;
import org.mikey4j.exchange.ibake.IbakeFirstResult;
import org.mikey4j.exchange.ibake.IbakeInitiator;
import org.mikey4j.exchange.ibake.IbakeKeyRing;
import org.mikey4j.exchange.ibake.IbakePendingAnswer;
import org.mikey4j.exchange.ibake.IbakePendingUpdate;
import org.mikey4j.exchange.ibake.IbakeResponder;
import org.mikey4j.exchange.ibake.IbakeResponse;
import org.mikey4j.exchange.ibake.IbakeSecondOffer;
import org.mikey4j.exchange.ibake.IbakeSecretKey;
import org.mikey4j.exchange.ibake.IbakeUpdate;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.VPayload;
import org.mikey4j.testing.Peers;

/**
 * Both ends of MIKEY-IBAKE in each of their steps, a mailbox, and updates: messages as they are, with any data rightly encrypted in them, and
 * with the last MAC put right. Over a field of 192 bits.
 */
final class IbakeTarget implements Consumer<byte[]> {
    private static final IbeMasterSecret MASTER = IbeMasterSecret.of(
            SmallIbe.DOMAIN, SecretBytes.copyOf(Octets.ofHex("0749e52ddb807e0220054417e514742b05a0")));
    private static final EcPolicy GROUPS = EcPolicy.of(MachineTargets.RANDOM);
    private static final EcHalfKey X = half("11");
    private static final EcHalfKey Y = half("22");

    private final IbakeInitiator alice = new IbakeInitiator(
            MachineTargets.SETTINGS, keys(ALICE), GROUPS.withHalfKeys(group -> half("11")), IbakeAnswerJudge.anybody());
    private final IbakeResponder bob = responder(false, keys(BOB));
    private final IbakeResponder mailbox = responder(true, keys());
    private final IbakeFirstOffer first = alice.offer(
            EcGroup.P_256, MachineTargets.request().timestamp(Peers.at(-2)).build());
    private final MikeyMessage firstAnswer = answer().message();
    private final IbakeSecondOffer second = next(firstAnswer.octets());
    private final IbakeConfirmation.Established confirmed =
            (IbakeConfirmation.Established) answer().receive(second.message().octets());
    private final SecurityAssociation bundle = confirmed.association();
    private final IbakePendingUpdate update = alice.offerUpdate(
            bundle,
            EcGroup.P_256,
            MachineTargets.request().timestamp(Peers.at(1)).build());

    private final Machine machine = new Machine(List.of(
            octets -> read(bob.receive(octets, Octets.EMPTY)),
            octets -> read(bob.receive(sealed(first.message(), BOB, octets), Octets.EMPTY)),
            octets -> read(mailbox.receive(octets, Octets.EMPTY)),
            octets -> read(first.receive(octets)),
            octets -> read(first.receive(sealed(firstAnswer, ALICE, octets))),
            octets -> read(answer().receive(octets)),
            octets -> read(answer().receive(sealed(second.message(), BOB, octets))),
            second::receive,
            octets -> second.receive(withRightMac(octets)),
            octets -> read(bob.receiveUpdate(bundle, octets, Octets.EMPTY)),
            octets -> read(bob.receiveUpdate(bundle, sealed(update.message(), BOB, octets), Octets.EMPTY)),
            update::receive,
            IbakeTarget::secretKey));

    private static EcHalfKey half(String octet) {
        return EcHalfKey.of(EcGroup.P_256, SecretBytes.copyOf(Octets.ofHex(octet.repeat(32))));
    }

    private static IbakeKeyRing keys(IdPayload... users) {
        Collection<IbePrivateKey> keys = new ArrayList<>();
        for (IdPayload user : users) {
            keys.add(key(user));
        }
        return new IbakeKeyRing(MASTER.parameters(), IbakeDates.MONTH, keys);
    }

    private static Octets identity(IdPayload user) {
        return IbakeDates.MONTH.identity(user, Peers.CLOCK.instant());
    }

    private static IbePrivateKey key(IdPayload user) {
        return MASTER.extract(identity(user));
    }

    private static IbakeResponder responder(boolean isMailbox, IbakeKeyRing keys) {
        EcPolicy groups = GROUPS.withHalfKeys(group -> half("22"));
        return isMailbox
                ? IbakeResponder.mailbox(
                        MachineTargets.SETTINGS, keys, groups, BOB, MachineTargets.REPLAYS, MachineTargets.JUDGE)
                : IbakeResponder.user(
                        MachineTargets.SETTINGS, keys, groups, BOB, MachineTargets.REPLAYS, MachineTargets.JUDGE);
    }

    /** Bob, who waits for I_MESSAGE_2, anew each time. */
    private IbakePendingAnswer answer() {
        return ((IbakeResponse.Answered) bob.receive(first.message().octets(), Octets.EMPTY)).answer();
    }

    private IbakeSecondOffer next(Octets octets) {
        return ((IbakeFirstResult.Next) first.receive(octets)).offer();
    }

    /** A message with any data encrypted in it. */
    private static Octets sealed(MikeyMessage message, IdPayload to, Octets data) {
        Octets encrypted = MASTER.parameters().encrypt(identity(to), SecretBytes.copyOf(data), MachineTargets.RANDOM);
        List<Payload> payloads = new ArrayList<>(message.payloads());
        payloads.set(message.indexOf(IbakePayload.class), new IbakePayload(encrypted));
        return MikeyMessage.encode(message.header(), payloads).octets();
    }

    /** What ends in a V, with the MAC of this exchange in it; anything else as it is. */
    private Octets withRightMac(Octets octets) {
        try {
            MikeyMessage message = MikeyMessage.decode(octets.toByteArray());
            int last = message.payloads().size() - 1;
            if (last < 0
                    || !(message.payloads().get(last) instanceof VPayload v)
                    || MacAlgorithm.of(v.authAlg()).orElse(MacAlgorithm.NULL) == MacAlgorithm.NULL) {
                return octets;
            }
            MacAlgorithm mac = MacAlgorithm.of(v.authAlg()).orElseThrow();
            try (SecretBytes common = X.agree(Y.publicPoint());
                    SecretBytes mpk = new IbakeDerivation(
                                    bundle.state().prf(), bundle.state().rand())
                            .mpk(common);
                    MessageProtection protection = MessageProtection.derive(
                            KemacCipher.NULL,
                            mac,
                            mac.keyOctets(),
                            bundle.state().prf(),
                            mpk,
                            bundle.csbId(),
                            bundle.state().rand())) {
                return message.withLast(new VPayload(
                                v.authAlg(),
                                protection.macOver(protection.covered(message), ALICE.idData(), BOB.idData())))
                        .octets();
            }
        } catch (MalformedMessageException e) {
            return octets;
        }
    }

    private static Object read(IbakeResponse response) {
        if (response instanceof IbakeResponse.Answered answered) {
            try (IbakePendingAnswer answer = answered.answer()) {
                return Optional.of(answer.message());
            }
        }
        return ((IbakeResponse.Refused) response).rejected();
    }

    private static Object read(IbakeFirstResult result) {
        if (result instanceof IbakeFirstResult.Next next) {
            try (IbakeSecondOffer offer = next.offer()) {
                return Optional.of(offer.message());
            }
        }
        return ((IbakeFirstResult.Refused) result).rejected();
    }

    private static Object read(IbakeConfirmation confirmation) {
        if (confirmation instanceof IbakeConfirmation.Established established) {
            established.association().close();
            return Optional.of(established.reply());
        }
        return ((IbakeConfirmation.Refused) confirmation).rejected();
    }

    private static Object read(IbakeUpdate update) {
        if (update instanceof IbakeUpdate.Answered answered) {
            answered.association().close();
            return Optional.of(answered.reply());
        }
        return ((IbakeUpdate.Refused) update).rejected();
    }

    /** What a mailbox kept. */
    private static Object secretKey(Octets octets) {
        try (IbePrivateKey key = key(BOB)) {
            IbakeSecretKey.open(octets, key).ifPresent(IbakeSecretKey::close);
            Octets encrypted =
                    MASTER.parameters().encrypt(identity(BOB), SecretBytes.copyOf(octets), MachineTargets.RANDOM);
            IbakeSecretKey.open(encrypted, key).ifPresent(IbakeSecretKey::close);
        }
        return Optional.empty();
    }

    @Override
    public void accept(byte[] input) {
        machine.accept(input);
    }

    static List<byte[]> seeds() {
        return new IbakeTarget().validMessages();
    }

    private List<byte[]> validMessages() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.addAll(Machine.seeds(first.message().octets(), 0, 2));
        seeds.addAll(Machine.seeds(opened(first.message(), BOB), 1));
        seeds.addAll(Machine.seeds(firstAnswer.octets(), 3));
        seeds.addAll(Machine.seeds(opened(firstAnswer, ALICE), 4));
        seeds.addAll(Machine.seeds(second.message().octets(), 5));
        seeds.addAll(Machine.seeds(opened(second.message(), BOB), 6));
        seeds.addAll(Machine.seeds(confirmed.reply().octets(), 7, 8));
        seeds.addAll(Machine.seeds(update.message().octets(), 9));
        seeds.addAll(Machine.seeds(opened(update.message(), BOB), 10));
        IbakeUpdate.Answered renewed = (IbakeUpdate.Answered)
                bob.receiveUpdate(bundle, update.message().octets(), Octets.EMPTY);
        seeds.addAll(Machine.seeds(renewed.reply().octets(), 11));
        if (!(second.receive(confirmed.reply().octets()) instanceof InitiatorResult.Established)) {
            throw new AssertionError("the seeds are no exchange");
        }
        seeds.addAll(Machine.seeds(Octets.ofHex("1801000473697030" + "00100004c0c1c2c3"), 12));
        return List.copyOf(seeds);
    }

    private static Octets opened(MikeyMessage message, IdPayload to) {
        try (IbePrivateKey key = key(to);
                SecretBytes data = key.decrypt(
                        message.payload(IbakePayload.class).orElseThrow().encrData())) {
            return Octets.copyOf(data.toByteArray());
        }
    }
}
