package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.crypto.EcHalfKey;
import org.mikey4j.exchange.EcPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.ibake.IbakeAnswerJudge;
import org.mikey4j.exchange.ibake.IbakeInitiator;
import org.mikey4j.exchange.ibake.IbakeResponder;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.registry.IdRole;
import picocli.CommandLine.ParseResult;

/** An end of MIKEY-IBAKE as the options set it up, for the messages of one exchange. */
final class IbakeEnd implements AutoCloseable {
    private static final IdPayload NOBODY = IdPayload.uri("invalid:");

    private final ParseResult options;
    private final IbakeMessages messages;
    private final ExchangeSettings settings;
    private final IbeKeyRing keys;
    private final Optional<EcHalfKey> half;
    private final EcPolicy groups;

    /** @param half this end's, which is wiped with it */
    IbakeEnd(
            ParseResult options,
            CliContext context,
            ExchangeSettings settings,
            IbakeMessages messages,
            Optional<EcHalfKey> half) {
        this.options = options;
        this.messages = messages;
        this.settings = settings;
        this.half = half;
        this.groups = IbakeOptions.policy(half, context);
        this.keys = IbakeOptions.keys(options, context);
    }

    /** Whether the keys are those of the Initiator, and its answer is there. */
    boolean isInitiator() {
        return messages.firstAnswer().isPresent()
                && identity(List.of(messages.first()), IdRole.IDR_I)
                        .filter(id -> keys.users().contains(id.text()))
                        .isPresent();
    }

    IbakeInitiator initiator() {
        return new IbakeInitiator(settings, keys, groups, IbakeAnswerJudge.anybody());
    }

    /** The Responder under the name that it answered with, or under the one that it was asked by. */
    IbakeResponder responder(IntToLongFunction ssrcs) {
        List<MikeyMessage> inOrder = Stream.of(messages.second(), messages.firstAnswer(), Optional.of(messages.first()))
                .flatMap(Optional::stream)
                .toList();
        IdPayload self = Optional.ofNullable(options.<String>matchedOptionValue(OfferOptions.ID_R, null))
                .map(Identity::of)
                .or(() -> identity(inOrder, IdRole.IDR_R))
                .orElse(NOBODY);
        OfferJudge judge = OfferJudge.acceptSupported(ssrcs);
        return IbakeOptions.isMailbox(options)
                ? IbakeResponder.mailbox(settings, keys, groups, self, new OneShotReplayCache(), judge)
                : IbakeResponder.user(settings, keys, groups, self, new OneShotReplayCache(), judge);
    }

    private static Optional<IdPayload> identity(List<MikeyMessage> messages, int role) {
        return messages.stream()
                .flatMap(message -> message.payloads(IdrPayload.class).stream())
                .filter(idr -> idr.idRole() == role)
                .findFirst()
                .map(idr -> new IdPayload(idr.idType(), idr.idData()));
    }

    @Override
    public void close() {
        keys.close();
        half.ifPresent(EcHalfKey::close);
    }
}
