package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.Credentials;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.exchange.ticket.KmsPeers;
import org.mikey4j.exchange.ticket.KmsResult;
import org.mikey4j.exchange.ticket.KmsWitness;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.PendingResolve;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.RequestResult;
import org.mikey4j.exchange.ticket.ResolveResult;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TicketKms;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.exchange.ticket.TransferInitiator;
import org.mikey4j.exchange.ticket.TransferJudge;
import org.mikey4j.exchange.ticket.TransferReception;
import org.mikey4j.exchange.ticket.TransferResponder;
import org.mikey4j.exchange.ticket.TransferSelf;
import org.mikey4j.exchange.ticket.UnresolvedTransfer;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.RandRole;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Both ends of the three exchanges of MIKEY-TICKET (RFC 6043, 4.2). */
final class TicketEnds implements Mode.Ends {
    static final String TPK = "--tpk";
    private static final String RESOLVE = "--resolve";
    private static final String RESOLVED = "--resolved";

    private static final IdPayload NOBODY = IdPayload.uri("invalid:");

    private final ParseResult options;
    private final CliContext context;
    private final TicketUsers users;
    private final boolean answers;
    private final Optional<SecretBytes> tpk;

    /** @param answers whether what this end makes is sent, so that it has to be the service to whom a message to it goes */
    TicketEnds(ParseResult options, CliContext context, TicketUsers users, boolean answers) {
        this.options = options;
        this.context = context;
        this.users = users;
        this.answers = answers;
        this.tpk = Optional.ofNullable(options.<String>matchedOptionValue(TPK, null))
                .map(reference -> Credentials.readPsk("ticket protection key", reference, context));
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(StandardOptions.value(
                TPK, "REF", "The ticket protection key: a file, or file:PATH, env:NAME, fd:N, stdin, prompt."));
        spec.addOption(StandardOptions.value(
                RESOLVE, "FILE", "Instead: the RESOLVE_INIT with which the ticket was resolved."));
        spec.addOption(StandardOptions.value(RESOLVED, "FILE", "And the RESOLVE_RESP that answered it."));
        TicketAccess.addEnvelopeKeyTo(spec);
    }

    @Override
    public ResponderResult receive(MikeyMessage message, ExchangeSettings settings, IntToLongFunction ssrcs) {
        return message.header().dataType() == DataType.TRANSFER_INIT
                ? transfer(message, settings, ssrcs)
                : atKms(message, settings);
    }

    private ResponderResult atKms(MikeyMessage message, ExchangeSettings settings) {
        if (!answers && users.seesSignatureOnly(message)) {
            return witness(message, settings);
        }
        KmsResult result =
                kms(message, users.peers(message, settings), settings).receive(message.octets(), Octets.EMPTY);
        if (result instanceof KmsResult.Answered answered) {
            return new ResponderResult.Established(
                    withoutSessions(message, answered.user()), Optional.of(answered.reply()));
        }
        return ((KmsResult.Refused) result).rejected();
    }

    private ResponderResult witness(MikeyMessage message, ExchangeSettings settings) {
        KmsWitness.Result result = users.witness(kmsId(message), message, settings);
        return result instanceof KmsWitness.Authentic authentic
                ? new ResponderResult.Established(
                        withoutSessions(message, authentic.sender(), authentic.diagnostics()), Optional.empty())
                : ((KmsWitness.Refused) result).rejected();
    }

    @Override
    public boolean checksAnswer(MikeyMessage message) {
        return users.hasKeyFor(message);
    }

    private TicketKms kms(MikeyMessage message, KmsPeers peers, ExchangeSettings settings) {
        return new TicketKms(
                settings, kmsId(message), peers, new OneShotReplayCache(), new TicketKeyHolder(settings, tpk));
    }

    private static IdPayload kmsId(MikeyMessage message) {
        return identity(message, IdRole.IDR_KMS).orElse(NOBODY);
    }

    /** Who has this role in a message. */
    static Optional<IdPayload> identity(MikeyMessage message, int role) {
        return message.payloads(IdrPayload.class).stream()
                .filter(idr -> idr.idRole() == role)
                .findFirst()
                .map(idr -> new IdPayload(idr.idType(), idr.idData()));
    }

    /** What comes of an exchange with the KMS: no crypto sessions, but it is known who asked whom. */
    private static SecurityAssociation withoutSessions(MikeyMessage message, IdPayload sender) {
        return withoutSessions(message, sender, List.of());
    }

    private static SecurityAssociation withoutSessions(
            MikeyMessage message, IdPayload sender, List<Diagnostic> diagnostics) {
        CsbState state = new CsbState(
                message.header().csbId(),
                Prf.of(message.header().prfFunc()).orElse(Prf.MIKEY_1),
                rand(message),
                message.payload(TPayload.class).orElseThrow(),
                Optional.of(sender),
                identity(message, IdRole.IDR_KMS));
        return withoutSessions(state, diagnostics);
    }

    static SecurityAssociation withoutSessions(CsbState state, List<Diagnostic> diagnostics) {
        return new SecurityAssociation(
                state,
                SecretBytes.empty(),
                new EmptyMap(CsIdMapType.EMPTY, 0),
                List.of(),
                List.of(),
                List.of(),
                diagnostics);
    }

    private static Octets rand(MikeyMessage message) {
        return message.payloads(RandrPayload.class).stream()
                .filter(randr -> randr.randRole() != RandRole.RANDR_KMS)
                .findFirst()
                .map(RandrPayload::rand)
                .orElse(Octets.EMPTY);
    }

    private ResponderResult transfer(MikeyMessage message, ExchangeSettings settings, IntToLongFunction ssrcs) {
        Optional<TicketTerms> terms = message.payload(TicketPayload.class).map(t -> TicketTerms.of(t.policy()));
        IdPayload self = identity(message, IdRole.IDR_R)
                .or(() -> terms.map(t -> t.responders().get(0)))
                .orElse(NOBODY);
        TransferReception reception = new TransferResponder(
                        settings,
                        new TransferSelf(
                                self,
                                id -> true,
                                terms.flatMap(t -> t.applications().stream().findFirst())),
                        new OneShotReplayCache(),
                        TransferJudge.acceptSupported(ssrcs))
                .receive(message.octets(), Octets.EMPTY);
        if (!(reception instanceof TransferReception.Unresolved unresolved)) {
            return ((TransferReception.Ended) reception).result();
        }
        return options.hasMatchedOption(RESOLVE)
                ? resolved(unresolved.transfer(), settings)
                : resolve(unresolved.transfer(), self, settings);
    }

    /** The service has resolved the ticket, in an exchange of which both messages were kept. */
    private ResponderResult resolved(UnresolvedTransfer transfer, ExchangeSettings settings) {
        if (!options.hasMatchedOption(RESOLVED)) {
            throw CliFailure.usage(RESOLVE + " goes with " + RESOLVED);
        }
        MikeyMessage asked = TicketOptions.read(
                options.matchedOptionValue(RESOLVE, ""), context, DataType.RESOLVE_INIT_PSK, DataType.RESOLVE_INIT_PK);
        MikeyMessage told =
                TicketOptions.read(options.matchedOptionValue(RESOLVED, ""), context, DataType.RESOLVE_RESP);
        KmsAccess.PreShared self = asker(asked, settings);
        SecretBytes key = self.psk();
        try (key;
                PendingResolve pending = new TicketClient(settings, self, kmsId(asked)).resumeResolve(asked)) {
            ResolveResult result = pending.receive(told.octets());
            if (result instanceof ResolveResult.Refused refused) {
                throw CliFailure.no(RESOLVED + ": " + refused.rejected().detail());
            }
            try (var ticket = ((ResolveResult.Resolved) result).ticket()) {
                return transfer.complete(ticket);
            }
        } catch (IllegalArgumentException e) {
            throw CliFailure.no(RESOLVE + ": it is about another ticket than the message");
        } catch (MikeyException e) {
            throw CliFailure.no(RESOLVE + ": " + e.getMessage());
        }
    }

    /** This end, as it asked the service. */
    private KmsAccess.PreShared asker(MikeyMessage asked, ExchangeSettings settings) {
        return TicketAccess.isSigned(asked)
                ? new KmsAccess.PreShared(
                        identity(asked, IdRole.IDR_R).orElse(NOBODY),
                        TicketAccess.envelopeKey(options, context),
                        Optional.empty())
                : users.access(asked, settings);
    }

    /** Who can open the ticket can also say what the KMS would: the exchange with it is made here, between the two hands. */
    private ResponderResult resolve(UnresolvedTransfer transfer, IdPayload self, ExchangeSettings settings) {
        try (SecretBytes psk = SecretBytes.random(settings.random(), 32)) {
            KmsAccess.PreShared access = new KmsAccess.PreShared(self, psk, Optional.empty());
            try (PendingResolve pending = new TicketClient(settings, access, NOBODY).resolve(transfer.ticket())) {
                KmsResult result = kms(pending.message(), KmsPeers.sharing(claim -> Optional.of(access)), settings)
                        .receive(pending.message().octets(), Octets.EMPTY);
                if (!(result instanceof KmsResult.Answered answered)) {
                    return ((KmsResult.Refused) result).rejected();
                }
                ResolveResult resolved = pending.receive(answered.reply().octets());
                try (var ticket = ((ResolveResult.Resolved) resolved).ticket()) {
                    return transfer.complete(ticket);
                }
            }
        }
    }

    @Override
    public InitiatorResult receiveAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
        if (message.header().dataType() == DataType.TRANSFER_INIT) {
            return transferred(message, answer, settings);
        }
        KmsAccess.PreShared sender = users.access(message, settings);
        SecretBytes key = sender.psk();
        try (key) {
            TicketClient client = new TicketClient(settings, sender, kmsId(message));
            Optional<Rejected> rejected =
                    Mode.beginningWith(message.header().dataType()).orElseThrow() == Mode.TICKET_REQUEST
                            ? requested(client, message, answer)
                            : resolved(client, message, answer);
            return rejected.<InitiatorResult>map(r -> r)
                    .orElseGet(() -> new InitiatorResult.Established(withoutSessions(message, sender.id())));
        }
    }

    private static Optional<Rejected> requested(TicketClient client, MikeyMessage message, Octets answer) {
        try (PendingRequest pending = client.resumeRequest(message)) {
            RequestResult result = pending.receive(answer, terms -> true);
            if (result instanceof RequestResult.Granted granted) {
                granted.grant().close();
                return Optional.empty();
            }
            return Optional.of(((RequestResult.Refused) result).rejected());
        }
    }

    private static Optional<Rejected> resolved(TicketClient client, MikeyMessage message, Octets answer) {
        try (PendingResolve pending = client.resumeResolve(message)) {
            ResolveResult result = pending.receive(answer);
            if (result instanceof ResolveResult.Resolved resolved) {
                resolved.ticket().close();
                return Optional.empty();
            }
            return Optional.of(((ResolveResult.Refused) result).rejected());
        }
    }

    private InitiatorResult transferred(MikeyMessage message, Octets answer, ExchangeSettings settings) {
        TicketPayload ticket =
                message.payload(TicketPayload.class).orElseThrow(() -> CliFailure.no("the message has no TICKET"));
        try (TicketGrant grant = TicketGrant.open(ticket, new TicketKeyHolder(settings, tpk).lookup(ticket));
                PendingTransfer pending =
                        new TransferInitiator(settings).resume(grant, message, id -> true, policy -> true)) {
            return pending.receive(answer);
        }
    }

    @Override
    public void close() {
        users.close();
        tpk.ifPresent(SecretBytes::close);
    }
}
