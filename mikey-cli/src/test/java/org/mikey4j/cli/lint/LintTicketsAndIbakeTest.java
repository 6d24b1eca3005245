package org.mikey4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.command.IbakeVectorKeys;

/** What lint proves of messages of MIKEY-TICKET and MIKEY-IBAKE that another program made. */
class LintTicketsAndIbakeTest {
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";

    /** What is not authentic, and the rules about IBAKE. */
    private static List<String> proofs(String input, String credentials, String secret, String... more)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                "lint", "--json", "--fail-on", "never", "--at", "2026-11-01T12:00:00Z", "--credentials", "env:C"));
        line.addAll(List.of(more));
        Cli.Result result = new Cli()
                .environment("C", credentials)
                .environment("S", secret)
                .stdin(input)
                .with(line.toArray(String[]::new));
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        List<String> found = new ArrayList<>();
        for (JsonNode part : new ObjectMapper().readTree(result.out()).get("parts")) {
            for (JsonNode finding : part.get("findings")) {
                String rule = finding.get("rule").asText();
                if (rule.equals("NOT_AUTHENTIC") || rule.startsWith("IBAKE")) {
                    found.add(rule + ": " + finding.get("message").asText());
                }
            }
        }
        return found;
    }

    private static String exchange(String file, String id) {
        return ProofCases.lines(ProofCases.messages(ProofCases.vector(file, id)));
    }

    @ParameterizedTest
    @CsvSource({
        "ticket-kms, ticket-kms-request-defghino-prf-0, 5152535455565758595a5b5c5d5e5f60,",
        "ticket-kms, ticket-kms-tampered-request-rand-23, 5152535455565758595a5b5c5d5e5f60, 'the MAC is wrong, or no key is known for the sender'",
        "ticket-kms, ticket-kms-request-defghino-prf-0, 6152535455565758595a5b5c5d5e5f60, 'the MAC is wrong, or no key is known for the sender'",
        "ticket-kms, ticket-kms-resolve-defghino-prf-0, 7172737475767778797a7b7c7d7e7f80,",
        "ticket-kms, ticket-kms-tampered-resolve-rand-23, 7172737475767778797a7b7c7d7e7f80, 'the MAC is wrong, or no key is known for the sender'",
        "ticket-responder, ticket-responder-flags-dfghno-prf-0, 00,",
        "ticket-responder, ticket-responder-tampered-plain-rand-41, 00, the MAC is wrong",
    })
    void messagesOfTicketsAreCheckedWithTheKeysThatProtectThem(String file, String id, String psk, String problem)
            throws IOException {
        List<String> found = proofs(exchange(file, id), psk, "0102030405060708090a0b0c0d0e0f10", "--tpk", "env:S");

        assertThat(found).isEqualTo(problem == null ? List.of() : List.of("NOT_AUTHENTIC: " + problem));
    }

    @Test
    void aTicketUnderAnotherKeyIsToldAndOneWithoutAnyIsNotChecked() throws IOException {
        String transfer = exchange("ticket-responder", "ticket-responder-flags-dfghno-prf-0");
        String resolve = exchange("ticket-kms", "ticket-kms-tampered-resolve-rand-23");

        assertThat(proofs(transfer, "00", "ff02030405060708090a0b0c0d0e0f10", "--tpk", "env:S"))
                .containsExactly("NOT_AUTHENTIC: the ticket is not authentic");
        assertThat(proofs(transfer, "00", "")).isEmpty();
        assertThat(proofs(resolve, "7172737475767778797a7b7c7d7e7f80", ""))
                .as("to resolve takes the key of the ticket")
                .isEmpty();
    }

    @Test
    void theLastMessageOfIbakeIsCheckedWithASecretMultiplier() throws IOException {
        JsonNode right = ProofCases.vector("ibake-initiator", "ibake-initiator-curve-8-prf-0");
        JsonNode wrong = ProofCases.vector("ibake-initiator", "ibake-initiator-last-key-tgk");
        String x = right.at("/setup/ibake/multiplier").asText();
        String keys = IbakeVectorKeys.of(ALICE);

        assertThat(proofs(ProofCases.lines(ProofCases.messages(right)), keys, x, "--dh-private", "env:S"))
                .isEmpty();
        assertThat(proofs(
                        ProofCases.lines(ProofCases.messages(wrong)),
                        keys,
                        wrong.at("/setup/ibake/multiplier").asText(),
                        "--dh-private",
                        "env:S"))
                .containsExactly("NOT_AUTHENTIC: the verification MAC is wrong");
        assertThat(proofs(ProofCases.lines(ProofCases.messages(right)), keys, "11".repeat(32), "--dh-private", "env:S"))
                .as("another exchange's multiplier checks nothing")
                .isEmpty();
    }

    /** The RAND of I_MESSAGE_2 is that of I_MESSAGE_1, and R_MESSAGE_1 does not answer as in RFC 3830 (RFC 6267, 4.2.2). */
    @Test
    void nothingIsWrongWithAnExchangeOfIbakeAsSuch() throws IOException {
        Cli.Result result = new Cli()
                .stdin(exchange("ibake-initiator", "ibake-initiator-curve-8-prf-1"))
                .with("lint", "--at", "2026-11-01T12:00:00Z", "--ignore", "PROTOCOL_REPEATED");

        assertThat(result.out()).contains("I_MESSAGE_2").doesNotContain("RAND_REPEATED", "ANSWER_", "error ");
    }

    /** Each is in one message only; the findings stand at the message that began the exchange. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ibake-responder-first-key-for-carol | NOT_OPENED: what is encrypted in I_MESSAGE_1 does not open with the key that it is for: it was changed",
                "ibake-responder-first-inside-other-responder | NAMES_CHANGED: I_MESSAGE_1 names others in clear than in its encrypted data",
                "ibake-responder-second-inside-other-validity | POINT_CHANGED: I_MESSAGE_2 does not carry ECCPTr as it was sent",
                "ibake-responder-second-inside-other-initiator | NAMES_CHANGED: I_MESSAGE_2 names others in clear than in its encrypted data",
            })
    void identityKeysShowWhatWasChangedInside(String id, String finding) throws IOException {
        String text = finding.substring(finding.indexOf(": ") + 2);

        assertThat(proofs(exchange("ibake-responder", id), IbakeVectorKeys.of(ALICE, BOB), ""))
                .containsExactlyInAnyOrder("IBAKE_" + finding, "NOT_AUTHENTIC: " + text);
        assertThat(proofs(exchange("ibake-responder", id), IbakeVectorKeys.of("sip:carol@example.org"), ""))
                .as("the keys of somebody else")
                .isEmpty();
    }
}
