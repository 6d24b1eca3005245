package org.mikey4j.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.exchange.ibake.KeyRequest;
import org.mikey4j.exchange.ibake.KeyRequester;
import org.mikey4j.exchange.ibake.PendingKeyRequest;
import org.mikey4j.exchange.ticket.KmsAccess;
import org.mikey4j.message.IdPayload;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey generate ibake-request-key}: asks a key management service for the private keys of MIKEY-IBAKE (RFC 6267, 4.2.1). */
final class GenerateIbakeRequestKey implements Command {
    static final String NAME = "ibake-request-key";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME, "Make a REQUEST_KEY_INIT of MIKEY-IBAKE, which asks for private keys (RFC 6267).");
        TicketAccess.addTo(spec);
        spec.addOption(StandardOptions.value(
                OfferOptions.ID_I, "URI", "Who asks, and whose keys; otherwise the first that the certificate names."));
        spec.addOption(MessageFormat.option());
        TestOptions.addTo(spec);
        StandardOptions.examples(
                spec,
                "mikey generate ibake-request-key --psk file:alice.psk --id-i sip:alice@example.org --kms kms.example.org",
                "mikey generate ibake-request-key --identity alice.pem --peer-cert kms.pem --kms kms.example.org"
                        + " --envelope-key file:alice.key");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext given) {
        CliContext context = TestOptions.apply(options, given, List.of());
        IdPayload kms = TicketOptions.requiredKms(options);
        KeyRequester requester = new KeyRequester(TicketOptions.settings(context));
        try (TicketAccess self = TicketAccess.of(OfferOptions.ID_I, options, context);
                PendingKeyRequest request = request(requester, self.access(), kms)) {
            MessageFormat.of(options).write(request.message(), context);
        } catch (IllegalArgumentException e) {
            throw CliFailure.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private static PendingKeyRequest request(KeyRequester requester, KmsAccess access, IdPayload kms) {
        if (access instanceof KmsAccess.Signed signed) {
            return requester.request(
                    signed.envelope(),
                    signed.identity(),
                    KeyRequest.of(List.of(signed.identity().id()), kms));
        }
        KmsAccess.PreShared shared = (KmsAccess.PreShared) access;
        KeyRequest plain = KeyRequest.of(List.of(shared.id()), kms);
        Optional<IdPayload> pskId =
                shared.pskId().map(name -> Identity.of(new String(name.toByteArray(), StandardCharsets.UTF_8)));
        return requester.request(shared.psk(), new KeyRequest(plain.users(), kms, pskId, plain.prf(), plain.mac()));
    }
}
