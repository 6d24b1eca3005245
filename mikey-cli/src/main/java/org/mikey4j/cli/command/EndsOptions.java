package org.mikey4j.cli.command;

import java.util.Optional;
import java.util.function.Supplier;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.EnvelopePadding;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.LocalIdentity;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.trust.Credentials;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that set up the ends of an exchange, whatever its mode. */
final class EndsOptions {
    private static final IdPayload ANYBODY = IdPayload.uri("invalid:");

    private final ParseResult options;
    private final CliContext context;
    private final ExchangeOptions exchangeOptions;

    EndsOptions(ParseResult options, CliContext context, ExchangeOptions exchangeOptions) {
        this.options = options;
        this.context = context;
        this.exchangeOptions = exchangeOptions;
    }

    static void addTo(CommandSpec spec) {
        PeerOptions.addTo(spec);
        IdentityOptions.addTo(spec);
        TrustOptions.addTo(spec);
        spec.addOption(AlgorithmOptions.group());
        spec.addOption(HalfKeyOption.option());
        spec.addOption(AlgorithmOptions.padding());
        TicketEnds.addTo(spec);
        spec.addOption(SakkeKeyOptions.option());
        spec.addOption(IbakeOptions.mailbox());
    }

    /**
     * The ends of a message's exchange.
     *
     * @param signs whether what this end makes is sent, so that it needs its private key
     * @throws CliFailure if an option is missing that the mode needs
     */
    Mode.Ends of(Mode mode, MikeyMessage message, boolean signs) {
        return of(mode, message, signs, () -> new PeerOptions(options, context));
    }

    /** The same, with the pre-shared key from elsewhere. */
    Mode.Ends of(Mode mode, MikeyMessage message, boolean signs, Supplier<PeerOptions> peers) {
        IdentityOptions own = new IdentityOptions(options, context);
        EnvelopePadding padding = AlgorithmOptions.envelopePadding(options);
        return switch (mode) {
            case PSK -> new PskEnds(peers.get(), message, exchangeOptions.acceptsAnyCounter());
            case PK -> {
                Credentials credentials = own.credentials();
                yield new PkEnds(credentials, own.local(responder(message)), trust(), padding);
            }
            case DH -> new DhEnds.Signed(identity(own, message, signs), trust(), halfKeys());
            case DHHMAC ->
                new DhEnds.Maced(peers.get(), message, responder(message).orElse(ANYBODY), halfKeys());
            case RSA_R ->
                new RsarEnds(
                        identity(own, message, signs),
                        trust(),
                        padding,
                        // The Initiator's, when an answer is checked.
                        own.isGiven() ? Optional.of(own::credentials) : Optional.empty());
            case TICKET_REQUEST, TICKET_TRANSFER, TICKET_RESOLVE ->
                new TicketEnds(options, context, new TicketUsers(options, context, own, this::trust), signs);
            case KEY_REQUEST ->
                new KeyRequestEnds(
                        options, context, new TicketUsers(options, context, own, this::trust), this::trust, signs);
            case SAKKE -> new SakkeEnds(SakkeKeyOptions.keys(options, context), SakkeKeyOptions.expected(options));
            case IBAKE -> throw CliFailure.no("the messages of IBAKE are checked by mikey verify, four at a time");
        };
    }

    private PeerTrust trust() {
        return new TrustOptions(options, context).trust();
    }

    private DhEnds.HalfKeys halfKeys() {
        return new DhEnds.HalfKeys(
                new DhPolicy(AlgorithmOptions.groups(options), group -> HalfKeyOption.fresh(group, context)),
                options.hasMatchedOption(HalfKeyOption.DH_PRIVATE)
                        ? Optional.of(group -> HalfKeyOption.of(group, options, context))
                        : Optional.empty());
    }

    /** This end as the Responder. */
    private LocalIdentity identity(IdentityOptions own, MikeyMessage message, boolean signs) {
        return signs
                ? own.local(responder(message))
                : Remade.nobody(responder(message).orElse(ANYBODY));
    }

    private Optional<IdPayload> responder(MikeyMessage message) {
        return Optional.ofNullable(options.<String>matchedOptionValue(OfferOptions.ID_R, null))
                .map(Identity::of)
                .or(() -> Remade.responder(message));
    }
}
