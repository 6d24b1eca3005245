package org.mikey4j.cli.call;

import java.util.List;
import java.util.function.Consumer;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.crypto.HashAlgorithm;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.MessageSigner;
import org.mikey4j.crypto.SignatureScheme;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.dh.DhInitiator;
import org.mikey4j.exchange.dh.DhPendingOffer;
import org.mikey4j.exchange.dh.DhResponder;
import org.mikey4j.exchange.publickey.Envelope;
import org.mikey4j.exchange.publickey.PkInitiator;
import org.mikey4j.exchange.publickey.PkPendingOffer;
import org.mikey4j.exchange.publickey.PkResponder;
import org.mikey4j.exchange.rsar.RsarInitiator;
import org.mikey4j.exchange.rsar.RsarJudge;
import org.mikey4j.exchange.rsar.RsarPendingOffer;
import org.mikey4j.exchange.rsar.RsarResponder;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.sdp.OfferedMessage;
import org.mikey4j.trust.Credentials;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;

/** Both ends of a mode between the telephones: what each makes of its private key and the other's certificate. */
abstract class EndToEndKeys {
    private final Parties parties;
    private final PeerTrust trust;
    private final Credentials alice;
    private final Credentials bob;

    private EndToEndKeys(Parties parties) {
        this.parties = parties;
        this.trust = PeerTrust.of(
                new PkixValidator(PkixPolicy.trusting(List.of(parties.root())).build()));
        this.alice = parties.user(Parties.ALICE);
        this.bob = parties.user(Parties.BOB);
    }

    static EndToEndKeys of(EndToEndMode mode, Parties parties) {
        return switch (mode) {
            case DH_SIGN -> new DiffieHellman(parties);
            case PK -> new PublicKey(parties);
            case RSA_R -> new ReversePublicKey(parties);
        };
    }

    /**
     * Alice's message.
     *
     * @param atTheEnd is given what is to be done when the call is over
     */
    abstract OfferedMessage offer(OfferRequest request, Consumer<Runnable> atTheEnd);

    /** What Bob makes of it. */
    abstract ResponderResult receive(Octets message, Octets context, ReplayCache replays, OfferJudge judge);

    private LocalIdentity identity(IdPayload id, Credentials credentials) {
        return new LocalIdentity(
                id,
                credentials.payloads(),
                MessageSigner.rsa(
                        credentials.key(),
                        SignatureScheme.RSA_PKCS1_V1_5,
                        HashAlgorithm.SHA_256,
                        JcaAlgorithms.PLATFORM,
                        parties.random()));
    }

    private EnvelopeOpener opener(Credentials own) {
        return new EnvelopeOpener(own.key(), EnvelopePadding.PKCS1_V1_5, JcaAlgorithms.PLATFORM, parties.random());
    }

    private static final class DiffieHellman extends EndToEndKeys {
        private final DhInitiator initiator;

        DiffieHellman(Parties parties) {
            super(parties);
            initiator = new DhInitiator(
                    parties.settings(),
                    DhPolicy.of(parties.random()),
                    super.identity(Parties.ALICE, super.alice),
                    super.trust);
        }

        @Override
        OfferedMessage offer(OfferRequest request, Consumer<Runnable> atTheEnd) {
            DhPendingOffer made = initiator.offer(DhGroup.OAKLEY_5, request);
            atTheEnd.accept(made::close);
            return OfferedMessage.awaiting(made.message(), made::receive);
        }

        @Override
        ResponderResult receive(Octets message, Octets context, ReplayCache replays, OfferJudge judge) {
            return new DhResponder(
                            super.parties.settings(),
                            DhPolicy.of(super.parties.random()),
                            super.identity(Parties.BOB, super.bob),
                            super.trust,
                            replays,
                            judge)
                    .receive(message, context);
        }
    }

    private static final class PublicKey extends EndToEndKeys {
        private final PkInitiator initiator;

        PublicKey(Parties parties) {
            super(parties);
            initiator = new PkInitiator(parties.settings(), super.identity(Parties.ALICE, super.alice));
        }

        @Override
        OfferedMessage offer(OfferRequest request, Consumer<Runnable> atTheEnd) {
            PkPendingOffer made =
                    initiator.offer(Envelope.to(super.bob.certificates().get(0).getPublicKey()), request);
            atTheEnd.accept(made::close);
            return OfferedMessage.awaiting(made.message(), made::receive);
        }

        @Override
        ResponderResult receive(Octets message, Octets context, ReplayCache replays, OfferJudge judge) {
            return new PkResponder(
                            super.parties.settings(),
                            Parties.BOB,
                            super.trust,
                            PkResponder.oneKey(super.opener(super.bob)),
                            replays,
                            judge)
                    .receive(message, context);
        }
    }

    private static final class ReversePublicKey extends EndToEndKeys {
        private final RsarInitiator initiator;

        ReversePublicKey(Parties parties) {
            super(parties);
            initiator = new RsarInitiator(
                    parties.settings(),
                    super.identity(Parties.ALICE, super.alice),
                    super.trust,
                    super.opener(super.alice));
        }

        @Override
        OfferedMessage offer(OfferRequest request, Consumer<Runnable> atTheEnd) {
            RsarPendingOffer made = initiator.offer(request);
            return OfferedMessage.awaiting(made.message(), made::receive);
        }

        @Override
        ResponderResult receive(Octets message, Octets context, ReplayCache replays, OfferJudge judge) {
            RsarJudge granting = offer -> {
                OfferJudge.Verdict verdict = judge.judge(offer);
                return verdict instanceof OfferJudge.Verdict.Refuse refuse
                        ? new RsarJudge.Decision.Refuse(refuse)
                        : RsarJudge.acceptFirst(((OfferJudge.Verdict.Accept) verdict).ssrcs())
                                .judge(offer);
            };
            return new RsarResponder(
                            super.parties.settings(),
                            super.identity(Parties.BOB, super.bob),
                            super.trust,
                            replays,
                            granting,
                            EnvelopePadding.PKCS1_V1_5)
                    .receive(message, context);
        }
    }
}
