package org.mikey4j.cli.lint.rule;

import java.util.List;
import org.mikey4j.cli.lint.ProofSubject;
import org.mikey4j.cli.lint.Report;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.registry.DataType;

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
                        .proof(diagnosed(Compatibility.PRF_EMPTY_LAST_BLOCK)),
                Rule.warning(Compatibility.SIGNATURE_WITHOUT_SIGN_HEADER.name(), "RFC 3830, 5.2 and 6.5")
                        .title("The signature leaves out its own header")
                        .why(
                                "A signature covers all that stands before its octets, the two of its type and its length included. "
                                        + "One that leaves these out is wrong for everybody who does not know of the habit.")
                        .remedy("Sign the type and the length, too. To get on with such a peer: mikey verify --compat "
                                + "signature-without-sign-header.")
                        .known("Alea and Softil (older versions, as Streamwide has it)", "readers of RFC 4738, 3.6")
                        .proof(diagnosed(Compatibility.SIGNATURE_WITHOUT_SIGN_HEADER)),
                Rule.note("ANSWER_COVERS_MESSAGE_ALONE", "RFC 3830, 3.3 and 5.2")
                        .title("The signature of the answer covers the answer alone")
                        .why(
                                "RFC 3830, 3.3 has the Diffie-Hellman answer signed as it stands, and 5.2 appends the identities to "
                                        + "verification MACs only. Who takes the answer for a verification message appends them, and "
                                        + "refuses this one.")
                        .remedy("Nothing, unless the other end refuses the answer: then see what it appends.")
                        .known("minisip libmikey")
                        .proof(ProofRules::coversMessageAlone),
                Rule.warning(Compatibility.ANSWER_COVERS_IDENTITIES.name(), "RFC 3830, 3.3; RFC 4650, 4.2")
                        .title("The answer covers both identities behind it")
                        .why(
                                "In the Diffie-Hellman modes the signature or the MAC of the answer covers the answer as it stands. This "
                                        + "one covers the identities and the timestamp behind it as well, as a verification message "
                                        + "does; minisip and others refuse it.")
                        .remedy("Sign the message alone. To get on with such a peer: mikey verify --compat "
                                + "answer-covers-identities.")
                        .proof(diagnosed(Compatibility.ANSWER_COVERS_IDENTITIES)),
                Rule.warning(Compatibility.ANSWER_SIGNED_WITHOUT_IDI.name(), "RFC 4738, 3.6")
                        .title("The signature of the answer leaves out the Initiator's identity")
                        .why(
                                "The signature of an RSA-R answer covers both identities and the timestamp behind it. This end takes "
                                        + "the identities from the answer itself, which has the Responder's only, so that the answer could "
                                        + "have been made for somebody else.")
                        .remedy(
                                "Append the Initiator's identity from its message, too. To get on with such a peer: mikey verify "
                                        + "--compat answer-signed-without-idi.")
                        .known("minisip libmikey")
                        .proof(diagnosed(Compatibility.ANSWER_SIGNED_WITHOUT_IDI)),
                Rule.error("IBAKE_NOT_OPENED", "RFC 6267, 4.2.2")
                        .title("What is encrypted to this identity does not open")
                        .why(
                                "The encryption shows any change. Otherwise the sender encrypted to another identity or date than that of "
                                        + "the message, or with other public parameters than those of the receiver's service.")
                        .remedy(
                                "Compare the service's parameters at both ends, and how identity and date are put together.")
                        .proof(found("IBAKE_NOT_OPENED")),
                Rule.error("IBAKE_NAMES_CHANGED", "RFC 6267, 7.2")
                        .title("The names in clear are not those that are encrypted")
                        .why(
                                "Anybody on the way can change the names in clear, and so make one end believe that it talks to "
                                        + "somebody else; the encrypted names tell.")
                        .remedy("Refuse the message; a proxy that redirects calls must leave the names alone.")
                        .proof(found("IBAKE_NAMES_CHANGED")),
                Rule.error("IBAKE_POINT_CHANGED", "RFC 6267, 4.2.2")
                        .title("A point does not come back as it was sent")
                        .why(
                                "Only who could open a message can send its point back: that proves the end to the other. With another "
                                        + "point the exchange is refused, and somebody may be in the middle.")
                        .remedy("Send the ECCPT back octet for octet, with what it says of MAC, TGK and validity.")
                        .proof(found("IBAKE_POINT_CHANGED")));
    }

    /** What is wrong with one of several messages, each of which has positions of its own. */
    private static Rule.OnProof found(String id) {
        return (proof, report) -> proof.diagnostics().stream()
                .filter(diagnostic -> diagnostic.rule().equals(id))
                .forEach(diagnostic -> report.at(Report.NOWHERE, diagnostic.payload(), diagnostic.message()));
    }

    private static void coversMessageAlone(ProofSubject proof, Report report) {
        if (proof.message().isOf(DataType.DH_INIT)
                && proof.isExchangeVerified()
                && proof.diagnostics().stream()
                        .noneMatch(d -> d.rule().equals(Compatibility.ANSWER_COVERS_IDENTITIES.name()))) {
            report.at(Report.NOWHERE, "answer", "it is signed without the identities behind it");
        }
    }

    private static Rule notAuthentic() {
        return Rule.error("NOT_AUTHENTIC", "RFC 3830, 5.3")
                .title("The message does not pass the check with these keys")
                .why(
                        "The key or the certificate is another one, or the message was changed, is too old, or departs from the standard in a way "
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
