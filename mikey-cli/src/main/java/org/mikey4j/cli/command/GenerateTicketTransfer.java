package org.mikey4j.cli.command;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.ticket.PendingRequest;
import org.mikey4j.exchange.ticket.RequestResult;
import org.mikey4j.exchange.ticket.TicketClient;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TransferInitiator;
import org.mikey4j.exchange.ticket.TransferOffer;
import org.mikey4j.exchange.ticket.TransferRequest;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.ProtType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate ticket-transfer}: hands a ticket that was granted to a Responder (RFC 6043, 4.2.2). */
final class GenerateTicketTransfer implements Command {
    static final String NAME = "ticket-transfer";

    private static final String REQUEST = "--request";
    private static final String GRANT = "--grant";

    @Override
    public CommandSpec spec() {
        CommandSpec spec =
                StandardOptions.command(NAME, "Make a TRANSFER_INIT, which hands a ticket to a Responder (RFC 6043).");
        TicketOptions.addTo(spec);
        TicketAccess.addEnvelopeKeyTo(spec);
        spec.addOption(StandardOptions.value(REQUEST, "FILE", "The REQUEST_INIT that asked for the ticket."));
        spec.addOption(StandardOptions.value(GRANT, "FILE", "The REQUEST_RESP that granted it."));
        OfferOptions.addTo(spec);
        TestOptions.addTo(spec);
        StandardOptions.examples(
                spec,
                "mikey generate ticket-transfer --psk file:alice.psk --request request.b64 --grant grant.b64 --ssrc 1a2b3c4d",
                "mikey generate ticket-transfer --help");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        CliContext context = TestOptions.apply(options, given, List.of());
        MikeyMessage request = TicketOptions.read(
                file(REQUEST, options), context, DataType.REQUEST_INIT_PSK, DataType.REQUEST_INIT_PK);
        MikeyMessage granted = TicketOptions.read(file(GRANT, options), context, DataType.REQUEST_RESP);
        IdPayload self = identity(request, IdRole.IDR_I)
                .orElseThrow(() -> CliFailure.no("the REQUEST_INIT does not say who asks"));
        try (TicketAccess access = TicketAccess.toResume(request, self, options, context);
                PendingRequest pending = new TicketClient(
                                TicketOptions.settings(context),
                                access.access(),
                                identity(request, IdRole.IDR_KMS).orElse(self))
                        .resumeRequest(request);
                TicketGrant grant = grant(pending, granted);
                TransferOffer offer = new TransferInitiator(TicketOptions.settings(context))
                        .offer(grant, transfer(self, grant, new OfferOptions(options)))) {
            MessageFormat.of(options).write(offer.message(), context);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        } catch (MikeyException e) {
            throw CliFailure.no(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private static String file(String option, ParseResult options) {
        return Optional.ofNullable(options.<String>matchedOptionValue(option, null))
                .orElseThrow(() -> CliFailure.usage(option + " is needed"));
    }

    private static Optional<IdPayload> identity(MikeyMessage message, int role) {
        return message.payloads(IdrPayload.class).stream()
                .filter(idr -> idr.idRole() == role)
                .findFirst()
                .map(idr -> new IdPayload(idr.idType(), idr.idData()));
    }

    private static TicketGrant grant(PendingRequest pending, MikeyMessage answer) {
        RequestResult result = pending.receive(answer.octets(), terms -> true);
        if (result instanceof RequestResult.Granted granted) {
            return granted.grant();
        }
        throw CliFailure.no(
                "no ticket: " + ((RequestResult.Refused) result).rejected().detail());
    }

    private static TransferRequest transfer(IdPayload self, TicketGrant grant, OfferOptions wanted) {
        OfferRequest offer = wanted.request().build();
        return new TransferRequest(
                wanted.initiator().or(() -> Optional.of(self)),
                wanted.responder()
                        .or(() -> Optional.of(grant.terms().responders().get(0))),
                generic(offer.csIdMap(), !offer.policies().isEmpty()),
                offer.policies(),
                List.of(),
                offer.extensions(),
                id -> false,
                policy -> false);
    }

    /** The same streams in the map of this mode; what is left open there is left out here. */
    private static CsIdMap generic(CsIdMap map, boolean policies) {
        List<GenericId> entries = new ArrayList<>();
        for (SrtpId id : ((SrtpIdMap) map).entries()) {
            Octets ssrc = Octets.copyOf(
                    ByteBuffer.allocate(Integer.BYTES).putInt((int) id.ssrc()).array());
            entries.add(new GenericId(
                    entries.size() + 1,
                    ProtType.SRTP,
                    false,
                    policies ? Octets.copyOf(new byte[] {(byte) id.policyNo()}) : Octets.EMPTY,
                    id.ssrc() == 0 ? Octets.EMPTY : ssrc,
                    Octets.EMPTY));
        }
        return new GenericIdMap(entries);
    }
}
