package org.mikey4j.exchange.ticket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.crypto.MessageKeys;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.TicketDerivation;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.TsType;

/** Keys and MACs of the messages (RFC 6043, 5.1.2 and 5.5). */
final class TicketProtection {
    private static final int LEAST_RAND_OCTETS = 16;
    private static final int MOST_RAND_OCTETS = 255;

    private TicketProtection() {}

    /** Protects REQUEST_INIT, TRANSFER_INIT or RESOLVE_INIT. */
    static MessageProtection initial(TicketSuite suite, SecretBytes inkey, long csbId, TicketRands rands) {
        try (MessageKeys keys = new TicketDerivation(suite.prf()).initialMessage(inkey, csbId, rands)) {
            return of(suite, keys);
        }
    }

    /** Protects their answers. */
    static MessageProtection response(TicketSuite suite, SecretBytes inkey, long csbId, TicketRands rands) {
        try (MessageKeys keys = new TicketDerivation(suite.prf()).response(inkey, csbId, rands)) {
            return of(suite, keys);
        }
    }

    private static MessageProtection of(TicketSuite suite, MessageKeys keys) {
        return MessageProtection.of(suite.cipher(), suite.mac(), suite.mac().keyOctets(), keys);
    }

    /**
     * A message that ends in its MAC.
     *
     * @param appended what the MAC is over besides, after the message
     */
    static MikeyMessage appendV(
            CommonHeader header, List<? extends Payload> payloads, MessageProtection protection, Octets... appended) {
        MikeyMessage message = withEmptyV(header, payloads, protection);
        Octets[] covered = parts(protection.covered(message), appended);
        return message.withLast(new VPayload(protection.mac().macAlg(), protection.macOver(covered)));
    }

    static MikeyMessage withEmptyV(
            CommonHeader header, List<? extends Payload> payloads, MessageProtection protection) {
        List<Payload> all = new ArrayList<>(payloads);
        int macOctets = protection.mac().macOctets();
        all.add(new VPayload(protection.mac().macAlg(), Octets.copyOf(new byte[macOctets])));
        return MikeyMessage.encode(header, all);
    }

    /** Whether the MAC that ends a message is right. */
    static boolean isVerified(TicketMessage message, MessageProtection protection, Octets... appended) {
        return protection.isMac(message.v().verData(), parts(message.covered(), appended));
    }

    private static Octets[] parts(Octets first, Octets... more) {
        Octets[] all = new Octets[more.length + 1];
        all[0] = first;
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }

    /** Whether an error message is authentic: its MAC is over itself alone (5.4). */
    static boolean isAuthenticError(MikeyMessage error, MessageProtection protection) {
        return error.payloads().get(error.payloads().size() - 1) instanceof VPayload v
                && v.authAlg() == protection.mac().macAlg()
                && protection.isMac(v.verData(), protection.covered(error));
    }

    /**
     * An error message about another one (5.4). Nothing is said to an error message, lest two ends go on forever.
     *
     * @param about the header of the other
     * @param timestamp its T
     * @param fresh a timestamp of this end; that of the other is repeated if it is a counter
     * @param errors ERR and SP payloads
     * @param protection protects it, if keys are known
     */
    static Optional<MikeyMessage> error(
            CommonHeader about,
            TPayload timestamp,
            TPayload fresh,
            List<Payload> errors,
            Optional<MessageProtection> protection) {
        if (about.dataType() == DataType.ERROR) {
            return Optional.empty();
        }
        CommonHeader header = new CommonHeader(
                DataType.ERROR, false, about.prfFunc(), about.csbId(), new EmptyMap(CsIdMapType.EMPTY, 0));
        List<Payload> payloads = new ArrayList<>();
        payloads.add(answerTime(timestamp, fresh));
        payloads.addAll(errors);
        return Optional.of(
                protection.isPresent()
                        ? appendV(header, payloads, protection.get())
                        : MikeyMessage.encode(header, payloads));
    }

    /** A timestamp for an answer: a fresh one, or the counter of the message that is answered (4.2.1.5). */
    static TPayload answerTime(TPayload asked, TPayload fresh) {
        return asked.tsType() == TsType.COUNTER ? asked : fresh;
    }

    /** How long a random value must be that goes with keys of this many octets (12.1). */
    static int randOctets(int keyOctets) {
        if (keyOctets > MOST_RAND_OCTETS) {
            throw new IllegalArgumentException(
                    "key: " + keyOctets + " octets, longer than any random value (RFC 6043, 12.1)");
        }
        return Math.max(LEAST_RAND_OCTETS, keyOctets);
    }

    /**
     * Checks that random values are together as long as the longest key.
     *
     * @throws Refusal if they are shorter
     */
    static void requireRands(int randOctets, int keyOctets) {
        if (randOctets < keyOctets) {
            throw Refusal.because(
                    RejectReason.KEYS_UNUSABLE,
                    "random values of " + randOctets + " octets for a key of " + keyOctets + " (RFC 6043, 12.1)");
        }
    }
}
