package org.mikey4j.cli.command;

import java.security.PrivateKey;
import java.util.HexFormat;
import java.util.List;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.AccessEntry;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.KmcRefusal;
import org.mikey4j.kmc.LawfulAccess;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.message.IdPayload;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey kmc release}: two custodians give out the key of a call that was put down under a warrant. */
final class KmcRelease implements Command {
    static final String NAME = "release";
    private static final String WARRANT = "--warrant";
    private static final String CALL = "--call";
    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String CUSTODIAN = "--custodian";
    private static final String REASON = "--reason";
    private static final String OUT = "--out";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME,
                "Give out the combined key of a call that was put down under a warrant. Both custodians are needed; that it is given "
                        + "out, and why, is in the record first.");
        AccessRecord.addTo(spec);
        spec.addOption(StandardOptions.value(WARRANT, "REFERENCE", "The warrant, as in the settings."));
        spec.addOption(StandardOptions.value(CALL, "ID", "The call: the caller's part of its Session-ID."));
        spec.addOption(StandardOptions.value(FROM, "URI", "Who called."));
        spec.addOption(StandardOptions.value(TO, "URI", "Who was called."));
        spec.addOption(StandardOptions.values(
                CUSTODIAN, "NAME=REF", "Where the private key of a custodian is: file:, env:, fd:; once for each."));
        spec.addOption(StandardOptions.value(REASON, "TEXT", "Why, for the record."));
        spec.addOption(StandardOptions.value(
                OUT, "FILE", "Write the key there, as credentials for mikey verify; its owner alone can read it."));
        spec.addOption(StandardOptions.showSecrets());
        StandardOptions.examples(
                spec,
                "mikey kmc release --config kmc.conf --warrant 4711 --call 7a1f --from sip:a@a.example --to sip:b@b.example"
                        + " --custodian judge=file:judge.pem --custodian officer=file:officer.pem --reason 'case 12' --out kab.json",
                "mikey verify --credentials kab.json agreement.b64");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) {
        CallBinding call = new CallBinding(
                needed(options, CALL), IdPayload.uri(needed(options, FROM)), IdPayload.uri(needed(options, TO)));
        String warrant = needed(options, WARRANT);
        String reason = needed(options, REASON);
        try (AccessRecord record = AccessRecord.open(options, NAME, context)) {
            record.fault().ifPresent(fault -> {
                throw CliFailure.no(fault);
            });
            AccessEntry entry = record.entries().stream()
                    .filter(e -> e.kind() == AccessEntry.Kind.KEPT
                            && e.call().equals(call.digest())
                            && e.warrant().equals(warrant))
                    .findFirst()
                    .orElseThrow(() -> CliFailure.no("no key of this call was put down under this warrant"));
            LawfulAccess.Custodian[] custodians =
                    Custodians.read(record.settings(), context).toArray(LawfulAccess.Custodian[]::new);
            List<PrivateKey> keys = Custodians.privateKeys(
                    record.settings(), options.matchedOptionValue(CUSTODIAN, new String[0]), context);
            LawfulAccess access = new LawfulAccess(
                    context.clock(), context.random().get(), custodians[0], custodians[1], record.log());
            try (SecretBytes first = share(entry, 0, keys, custodians);
                    SecretBytes second = share(entry, 1, keys, custodians);
                    PairKey key = access.release(entry, call, first, second, reason)) {
                show(entry, key, options, context);
            } catch (KmcRefusal e) {
                throw CliFailure.no(String.valueOf(e.getMessage()));
            }
            return ExitCode.OK;
        }
    }

    private static String needed(ParseResult options, String option) {
        if (!options.hasMatchedOption(option)) {
            throw CliFailure.usage(option + " is missing").withHint("see: mikey kmc release --help");
        }
        return options.matchedOptionValue(option, "");
    }

    private static SecretBytes share(
            AccessEntry entry, int custodian, List<PrivateKey> keys, LawfulAccess.Custodian[] custodians) {
        try {
            return LawfulAccess.openShare(entry, custodian, keys.get(custodian));
        } catch (KmcRefusal e) {
            throw CliFailure.no(custodians[custodian].name() + ": " + e.getMessage());
        }
    }

    private static void show(AccessEntry entry, PairKey key, ParseResult options, CliContext context) {
        context.out().line("released: entry " + entry.number() + ", warrant " + entry.warrant());
        byte[] octets = key.value().toByteArray();
        String digits = HexFormat.of().formatHex(octets);
        java.util.Arrays.fill(octets, (byte) 0);
        if (options.hasMatchedOption(OUT)) {
            OwnerFile.write(options.matchedOptionValue(OUT, ""), List.of("{\"psk\":\"" + digits + "\"}"), context);
        }
        context.out()
                .line("Kab " + key.value().length() + " octets, "
                        + (options.matchedOptionValue(StandardOptions.SHOW_SECRETS, false)
                                ? digits
                                : "sha256/8=" + key.value().fingerprint()));
    }
}
