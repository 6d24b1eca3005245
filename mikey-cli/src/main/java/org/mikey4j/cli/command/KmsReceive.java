package org.mikey4j.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mikey4j.MikeyException;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.secret.IbeKeys;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.cli.secret.IbeUserKey;
import org.mikey4j.cli.secret.IdentityKeys;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.exchange.ibake.DeliveredKey;
import org.mikey4j.exchange.ibake.KeyDelivery;
import org.mikey4j.exchange.ibake.KeyRequester;
import org.mikey4j.exchange.ibake.PendingKeyRequest;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.registry.DataType;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kms receive}: keeps the private keys of MIKEY-IBAKE that a service sent (RFC 6267, 4.2.1.4). */
final class KmsReceive implements Command {
    static final String NAME = "receive";

    private static final String REQUEST = "--request";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME,
                "Keep the private keys of IBAKE in the REQUEST_KEY_RESP in FILE, checked; exit 1 if the answer is refused or they do"
                        + " not fit.");
        spec.addOption(StandardOptions.value(REQUEST, "FILE", "The REQUEST_KEY_INIT that it answers."));
        spec.addOption(StandardOptions.value(
                GeneratePsk.PSK,
                "REF",
                "The key shared with the service: a file, or file:PATH, env:NAME, fd:N, stdin, prompt."));
        spec.addOption(StandardOptions.value(TicketAccess.ENVELOPE_KEY, "REF", "The envelope key, if it was signed."));
        spec.addOption(StandardOptions.value(
                KmsFiles.KMS, "FILE", "The service's public key, from mikey kms show --certificate external."));
        spec.addOption(KmsFiles.out());
        spec.addPositional(StandardOptions.parameter(0, "FILE", "Where the answer is; - is standard input."));
        StandardOptions.examples(
                spec,
                "mikey kms receive --kms kms-public.json --psk file:alice.psk --request request.b64 --out alice.json answer.b64",
                "mikey kms receive --kms kms-public.json --envelope-key file:alice.key --request request.b64 --out alice.json"
                        + " answer.b64");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String out = KmsFiles.requireOut(options, NAME);
        String request = options.matchedOptionValue(REQUEST, "");
        String reference = options.matchedOptionValue(KmsFiles.KMS, "");
        if (request.isEmpty() || reference.isEmpty()) {
            throw CliFailure.usage("kms receive: the answer to what, and from which service?")
                    .withHint("give " + REQUEST + " FILE and " + KmsFiles.KMS + " FILE");
        }
        MikeyMessage asked = TicketOptions.read(request, context, DataType.REQUEST_KEY_PSK, DataType.REQUEST_KEY_PKE);
        MikeyMessage answer = TicketOptions.read(
                options.matchedPositionalValue(0, "-"), context, DataType.REQUEST_KEY_RESP, DataType.ERROR);
        try (IdentityKeys known = KmsFiles.read(KmsFiles.KMS, List.of(reference), context)) {
            IbeService service = service(known);
            try (SecretBytes key = TicketAccess.isSigned(asked)
                    ? TicketAccess.envelopeKey(options, context)
                    : GeneratePsk.requirePsk(options, context)) {
                keep(delivered(asked, answer, key, context), service, out, context);
            }
        }
        return ExitCode.OK;
    }

    private static IbeService service(IdentityKeys known) {
        if (known.ibe().services().size() != 1) {
            throw CliFailure.keyMissing(KmsFiles.KMS + ": has the public keys of "
                    + known.ibe().services().size() + " services of IBAKE, and one is needed");
        }
        return known.ibe().services().get(0);
    }

    private static List<DeliveredKey> delivered(
            MikeyMessage asked, MikeyMessage answer, SecretBytes key, CliContext context) {
        try (PendingKeyRequest pending = new KeyRequester(TicketOptions.settings(context)).resume(key, asked)) {
            KeyDelivery delivery = pending.receive(answer.octets());
            if (delivery instanceof KeyDelivery.Delivered delivered) {
                return delivered.keys();
            }
            throw CliFailure.no(
                    "no keys: " + ((KeyDelivery.Refused) delivery).rejected().detail());
        } catch (MikeyException e) {
            throw CliFailure.no("no keys: " + e.getMessage());
        }
    }

    private static void keep(List<DeliveredKey> delivered, IbeService service, String out, CliContext context)
            throws IOException {
        List<IbeUserKey> keys = new ArrayList<>();
        for (DeliveredKey key : delivered) {
            keys.add(new IbeUserKey(
                    service.uri(), key.id().text(), service.dates().at(key.from()), key.key()));
        }
        try {
            for (IbeUserKey key : keys) {
                key.open(service).close();
            }
            IbeKeys all = new IbeKeys(List.of(service.withoutSecret(service.domains())), keys);
            OwnerFile.write(out, List.of(IdentityKeyJson.write(all.alone())), context);
            keys.forEach(key -> context.out().line(KmsNotes.of(key)));
        } catch (IbeException e) {
            throw CliFailure.no(
                    "no keys: they are not of this service, or not of this user and date: " + e.getMessage());
        } finally {
            keys.forEach(IbeUserKey::close);
        }
    }
}
