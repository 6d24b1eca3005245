package org.mikey4j.cli.lint.rule;

import java.util.List;
import org.mikey4j.cli.lint.Report;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.message.Diagnostic;

/** What shows when a message is checked with keys; the names of departures are those of {@link Compatibility}. */
public final class ProofRules {
    private ProofRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                notAuthentic(),
                Rule.warning(Compatibility.AUTH_KEY_128.name(), "RFC 3830, 4.2.4")
                        .title("The MAC is made with a key of 128 bits")
                        .why(
                                "The standard recommends 160 bits for HMAC-SHA-1. The only sample that an RFC prints has 128, and "
                                        + "implementations that were tested against it do as it does.")
                        .remedy("Derive 160 bits; accept 128 from peers that are known for it.")
                        .known("the sample of RFC 4567")
                        .proof(diagnosed(Compatibility.AUTH_KEY_128)),
                Rule.error(Compatibility.V_WITHOUT_IDENTITIES.name(), "RFC 3830, 5.2")
                        .title("The proof leaves out the identities")
                        .why(
                                "The MAC of a verification message covers the identities of both ends and the timestamp behind the "
                                        + "message. One that covers the timestamp alone could have been made for somebody else, and no "
                                        + "other implementation accepts it.")
                        .remedy("Append both identities. To get on with such a peer: mikey verify --compat "
                                + "v-without-identities.")
                        .known("minisip libmikey")
                        .proof(diagnosed(Compatibility.V_WITHOUT_IDENTITIES)),
                Rule.error(Compatibility.PRF_EMPTY_LAST_BLOCK.name(), "RFC 3830, 4.1.2")
                        .title("Keys are derived with an empty last block")
                        .why(
                                "A key of a multiple of 32 octets is split into whole blocks; this end takes one more, which is "
                                        + "empty, and so has other keys than everybody else.")
                        .remedy("Mend the derivation, or use keys of 16 octets between the two.")
                        .known("minisip libmikey", "Streamwide before it was mended")
                        .proof(diagnosed(Compatibility.PRF_EMPTY_LAST_BLOCK)));
    }

    private static Rule notAuthentic() {
        return Rule.error("NOT_AUTHENTIC", "RFC 3830, 5.3")
                .title("The message does not pass the check with these keys")
                .why(
                        "The key is another one, or the message was changed, is too old, or departs from the standard in a way "
                                + "that is told in a finding of its own. Its receiver refuses it.")
                .remedy("Check that both ends have the same key; give --at to judge an old message as of its own time.")
                .proof((proof, report) -> {
                    if (!proof.problem().isEmpty()) {
                        report.at(Report.NOWHERE, "message", proof.problem());
                    }
                });
    }

    private static Rule.OnProof diagnosed(Compatibility departure) {
        return (proof, report) -> {
            for (Diagnostic diagnostic : proof.diagnostics()) {
                if (diagnostic.rule().equals(departure.name())) {
                    report.at(diagnostic.offset(), diagnostic.payload(), diagnostic.message());
                }
            }
        };
    }
}
