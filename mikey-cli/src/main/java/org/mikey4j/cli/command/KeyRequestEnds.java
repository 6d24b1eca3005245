package org.mikey4j.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.crypto.EnvelopeOpener;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.ibake.DeliveredKey;
import org.mikey4j.exchange.ibake.KeyAuthority;
import org.mikey4j.exchange.ibake.KeyDelivery;
import org.mikey4j.exchange.ibake.KeyIssue;
import org.mikey4j.exchange.ibake.KeyIssuer;
import org.mikey4j.exchange.ibake.KeyRequester;
import org.mikey4j.exchange.ibake.PendingKeyRequest;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.IdRole;
import picocli.CommandLine.ParseResult;

/**
 * Both ends of a request for private keys of MIKEY-IBAKE (RFC 6267, 4.2.1). The service takes its master secret from {@code --kms}; who
 * only checks a request needs none, and makes an answer without keys that goes nowhere.
 */
final class KeyRequestEnds implements Mode.Ends {
    private static final IdPayload NOBODY = IdPayload.uri("invalid:");

    /** Of messages under a shared key, which have none. */
    private static final PeerTrust NO_CERTIFICATES = PeerTrust.of((certificates, identity, use, at) -> {
        throw new IllegalStateException("a message under a shared key has no certificates");
    });

    private final ParseResult options;
    private final CliContext context;
    private final TicketUsers users;
    private final Supplier<PeerTrust> trust;
    private final boolean answers;

    /** @param answers whether the answer is sent, so that there have to be keys in it */
    KeyRequestEnds(
            ParseResult options, CliContext context, TicketUsers users, Supplier<PeerTrust> trust, boolean answers) {
        this.options = options;
        this.context = context;
        this.users = users;
        this.trust = trust;
        this.answers = answers;
    }

    @Override
    public ResponderResult receive(MikeyMessage message, ExchangeSettings settings, IntToLongFunction ssrcs) {
        if (!answers) {
            return receive(message, settings, kmsId(message), (asker, asked, at) -> Optional.of(List.of()));
        }
        String[] files = options.matchedOptionValue(KmsFiles.KMS, new String[0]);
        try (IdentityKeys keys = KmsFiles.read(KmsFiles.KMS, List.of(files), context)) {
            IbeService service = KmsIbake.service(keys)
                    .orElseThrow(() -> CliFailure.keyMissing("the master secret of the service is needed")
                            .withHint("give " + KmsFiles.KMS + " FILE, as mikey kms init --ibake makes it"));
            try (IbeMasterSecret master = service.master()) {
                return receive(
                        message,
                        settings,
                        KmsIbake.id(service),
                        KeyAuthority.ofOwnIdentities(master, service.dates(), id -> true));
            }
        }
    }

    private ResponderResult receive(
            MikeyMessage message, ExchangeSettings settings, IdPayload self, KeyAuthority authority) {
        KeyIssue issue;
        if (TicketAccess.isSigned(message)) {
            EnvelopeOpener opener = users.opener(settings);
            issue = issue(
                    message,
                    settings,
                    self,
                    new KeyIssuer.Users(id -> Optional.empty(), trust.get(), chash -> Optional.of(opener)),
                    authority);
        } else {
            try (SecretBytes psk = users.access(message, settings).psk()) {
                issue = issue(
                        message,
                        settings,
                        self,
                        new KeyIssuer.Users(id -> Optional.of(psk), NO_CERTIFICATES, chash -> Optional.empty()),
                        authority);
            }
        }
        if (issue instanceof KeyIssue.Issued issued) {
            return new ResponderResult.Established(association(message), Optional.of(issued.reply()));
        }
        return ((KeyIssue.Refused) issue).rejected();
    }

    private static KeyIssue issue(
            MikeyMessage message,
            ExchangeSettings settings,
            IdPayload self,
            KeyIssuer.Users known,
            KeyAuthority authority) {
        return new KeyIssuer(settings, self, known, new OneShotReplayCache(), authority)
                .receive(message.octets(), Octets.EMPTY);
    }

    @Override
    public boolean checksAnswer(MikeyMessage message) {
        return users.hasKeyFor(message);
    }

    @Override
    public InitiatorResult receiveAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
        KmsAccess.PreShared access = users.access(message, settings);
        try (SecretBytes key = access.psk();
                PendingKeyRequest pending = new KeyRequester(settings).resume(key, message)) {
            KeyDelivery delivery = pending.receive(answer);
            if (delivery instanceof KeyDelivery.Delivered delivered) {
                delivered.keys().forEach(DeliveredKey::close);
                return new InitiatorResult.Established(association(message));
            }
            return ((KeyDelivery.Refused) delivery).rejected();
        } catch (MikeyException e) {
            throw CliFailure.no(String.valueOf(e.getMessage()));
        }
    }

    private static IdPayload kmsId(MikeyMessage message) {
        return TicketEnds.identity(message, IdRole.IDR_KMS).orElse(NOBODY);
    }

    /** What comes of it has no crypto sessions; it is known who asked whom. */
    private static SecurityAssociation association(MikeyMessage message) {
        CsbState state = new CsbState(
                message.header().csbId(),
                Prf.of(message.header().prfFunc()).orElseThrow(),
                message.payload(RandPayload.class).map(RandPayload::rand).orElse(Octets.EMPTY),
                message.payload(TPayload.class).orElseThrow(),
                TicketEnds.identity(message, IdRole.IDR_I).or(() -> TicketEnds.identity(message, IdRole.IDR_R)),
                TicketEnds.identity(message, IdRole.IDR_KMS));
        return TicketEnds.withoutSessions(state, List.of());
    }

    @Override
    public void close() {
        users.close();
    }
}
