package org.mikey4j.exchange.ticket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.internal.Freshness;
import org.mikey4j.exchange.internal.MessageProtection;
import org.mikey4j.exchange.internal.Payloads;
import org.mikey4j.exchange.internal.Refusal;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.TpPayload;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;

/** The processing of one message to the KMS (RFC 6043, 4.2.1.4 and 4.2.3.4). */
final class KmsReception {
    private final TicketKms.Context context;
    private final ExchangeSettings settings;
    private final Octets connection;
    private final TicketErrors errors;

    KmsReception(TicketKms.Context context, Octets connection) {
        this.context = context;
        this.settings = context.settings();
        this.connection = connection;
        this.errors = new TicketErrors(settings, context.timestamps());
    }

    KmsResult process(Octets octets) {
        try {
            return process(MikeyMessage.decode(octets, settings.decodeOptions()));
        } catch (MalformedMessageException e) {
            return new KmsResult.Refused(errors.rejected(Refusal.of(e), octets, Optional.empty()));
        } catch (Refusal e) {
            return new KmsResult.Refused(errors.rejected(e, octets, Optional.empty()));
        }
    }

    private KmsResult process(MikeyMessage message) {
        int dataType = message.header().dataType();
        KmsDialogue dialogue = KmsDialogue.of(dataType)
                .orElseThrow(() -> Refusal.because(
                        RejectReason.WRONG_DATA_TYPE, DataType.REGISTRY.name(dataType) + " is not for a KMS"));
        TicketMessage received = TicketMessage.of(message);
        if (!message.header().csIdMap().equals(new EmptyMap(CsIdMapType.EMPTY, 0))) {
            throw Refusal.because(
                    RejectReason.UNEXPECTED_PAYLOAD, "a KMS handles no crypto sessions (RFC 6043, 4.2.1.1)");
        }
        Octets rand = received.requiredRand(dialogue.randRole());
        Freshness freshness =
                Freshness.of(received.offer(), received.tail(), connection, settings, context.replayCache());
        Optional<ResponderResult.Repeated> repeated = freshness.before();
        if (repeated.isPresent()) {
            return new KmsResult.Repeated(repeated.get().reply());
        }
        try (KmsSender sender = KmsSender.authenticate(received, dialogue, context);
                MessageProtection initial = TicketProtection.initial(
                        received.suite(), sender.inkey(), received.csbId(), dialogue.rands(rand))) {
            try {
                return processAuthentic(received, dialogue, sender, rand, freshness);
            } catch (UnusableTicketException e) {
                return refused(Refusal.because(e.reason(), String.valueOf(e.getMessage())), message, initial);
            } catch (Refusal e) {
                return refused(e, message, initial);
            }
        }
    }

    private KmsResult refused(Refusal refusal, MikeyMessage message, MessageProtection initial) {
        return new KmsResult.Refused(errors.rejected(refusal, message.octets(), Optional.of(initial)));
    }

    private KmsResult processAuthentic(
            TicketMessage received, KmsDialogue dialogue, KmsSender sender, Octets rand, Freshness freshness) {
        if (Idr.in(received.message(), IdRole.IDR_KMS)
                .filter(kms -> !kms.equals(context.id()))
                .isPresent()) {
            throw Refusal.because(RejectReason.IDENTITY_REFUSED, "the message is for another KMS");
        }
        TicketProtection.requireRands(rand.length(), sender.inkey().length());
        freshness.requireOrder(Optional.empty(), sender.counter(), context.counters());
        MikeyMessage reply;
        try (MessageProtection protection =
                TicketProtection.response(received.suite(), sender.inkey(), received.csbId(), dialogue.rands(rand))) {
            reply = dialogue == KmsDialogue.REQUEST
                    ? issue(received, sender, protection)
                    : resolve(received, sender, protection);
        }
        Optional<ResponderResult.Repeated> repeated = freshness.remember(Optional.of(reply));
        return repeated.isPresent()
                ? new KmsResult.Repeated(repeated.get().reply())
                : new KmsResult.Answered(sender.id(), reply);
    }

    private MikeyMessage issue(TicketMessage received, KmsSender sender, MessageProtection protection) {
        TicketTerms asked = TicketTerms.of(
                Payloads.required(received.message(), TpPayload.class, "TP").policy());
        if (!asked.has(Flag.D)
                || asked.initiator().filter(id -> !id.equals(sender.id())).isPresent()) {
            throw policyRefused("the ticket that is asked for is not one of this KMS for this Initiator");
        }
        requireSuite(received, asked);
        TicketTerms desired = asked.toBuilder().without(Flag.K).build();
        try (TicketGrant grant = context.authority().issue(sender.id(), desired)) {
            return answer(received, KmsDialogue.REQUEST, protection, List.of(grant.ticket()), grant.keys(), List.of());
        }
    }

    private MikeyMessage resolve(TicketMessage received, KmsSender sender, MessageProtection protection) {
        TicketAuthority.Resolution resolution = context.authority().resolve(sender.id(), received.ticket());
        try (OpenedTicket opened = resolution.opened()) {
            TicketTerms terms = opened.terms();
            requireSuite(received, terms);
            terms.requireValidAt(settings.clock().instant());
            requireMaker(opened);
            TicketKeys keys = opened.keys().open();
            requireInitiator(received, terms, keys);
            if (!terms.has(Flag.I)) {
                return answer(received, KmsDialogue.RESOLVE, protection, List.of(), keys, List.of());
            }
            ForkedKeys forked = ForkedKeys.draw(terms.suite(), keys, resolution.answering(), settings.random());
            try (TicketKeys bound = forked.keys()) {
                return answer(received, KmsDialogue.RESOLVE, protection, List.of(), bound, forked.modifierPayloads());
            }
        }
    }

    /** A ticket is of the KMS, or of who shares the key that protects it. */
    private static void requireMaker(OpenedTicket opened) {
        boolean byKms = opened.terms().has(Flag.D);
        if (byKms != opened.maker().isEmpty()
                || (!byKms
                        && opened.terms().initiator().isPresent()
                        && !opened.terms().initiator().equals(opened.maker()))) {
            throw Refusal.because(RejectReason.TICKET_REFUSED, "the ticket is not by who it says it is");
        }
    }

    /** Where keys are forked, who asked for the ticket has also sent it (RFC 6043, 4.2.3.4). */
    private static void requireInitiator(TicketMessage received, TicketTerms terms, TicketKeys keys) {
        Octets data = received.ticket().initiatorData();
        boolean right = terms.has(Flag.I)
                ? InitiatorData.read(data, terms.suite())
                        .filter(found -> found.isAuthentic(keys.mpkR().orElseThrow(), terms.suite()))
                        .isPresent()
                : data.isEmpty();
        if (!right) {
            throw Refusal.because(
                    RejectReason.TICKET_REFUSED, "the Initiator data are not by who the ticket was issued to");
        }
    }

    private static void requireSuite(TicketMessage received, TicketTerms terms) {
        if (terms.suite() != received.suite()) {
            throw policyRefused("PRF func of the policy is not that of the message (RFC 6043, 12.1)");
        }
    }

    /** HDR, T, IDRkms, [TICKET], KEMAC, [IDRr, RANDRkms], V. */
    private MikeyMessage answer(
            TicketMessage received,
            KmsDialogue dialogue,
            MessageProtection protection,
            List<? extends Payload> before,
            TicketKeys keys,
            List<? extends Payload> after) {
        CommonHeader asked = received.message().header();
        CommonHeader header =
                new CommonHeader(dialogue.answerType(), false, asked.prfFunc(), asked.csbId(), asked.csIdMap());
        List<Payload> payloads = new ArrayList<>();
        TPayload timestamp = TicketProtection.answerTime(
                received.timestamp(), context.timestamps().next());
        payloads.add(timestamp);
        payloads.add(Idr.of(IdRole.IDR_KMS, context.id()));
        payloads.addAll(before);
        payloads.add(protection.sealWithoutMac(keys.payloads(), asked.csbId(), timestamp));
        payloads.addAll(after);
        return TicketProtection.appendV(header, payloads, protection, received.whole());
    }

    private static Refusal policyRefused(String detail) {
        return Refusal.because(RejectReason.TICKET_POLICY_REFUSED, detail);
    }
}
