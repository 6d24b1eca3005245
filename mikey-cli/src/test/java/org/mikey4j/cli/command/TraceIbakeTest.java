package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mikey4j.cli.command.TracedVectors.MIKEY;
import static org.mikey4j.cli.command.TracedVectors.back;
import static org.mikey4j.cli.command.TracedVectors.test;
import static org.mikey4j.cli.command.TracedVectors.there;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mikey4j.cli.Cli;
import org.mikey4j.cli.capture.Datagram;
import org.mikey4j.message.Octets;

/** What trace proves of an exchange of MIKEY-IBAKE, whose octets and keys another program computed, with the secrets of its ends. */
class TraceIbakeTest {
    private static final String INITIATOR = "exchanges/ibake-initiator.json";
    private static final String RESPONDER = "exchanges/ibake-responder.json";
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";

    private static JsonNode right;
    private static JsonNode asked;

    @TempDir
    Path folder;

    private TracedVectors traced;
    private String x;
    private String y;

    @BeforeAll
    static void read() throws IOException {
        right = test(INITIATOR, "ibake-initiator-curve-8-prf-0");
        asked = test(RESPONDER, "ibake-responder-curve-8-prf-0");
    }

    @BeforeEach
    void secrets() throws IOException {
        traced = new TracedVectors(folder);
        x = "file:" + traced.secret("x", right.at("/setup/ibake/multiplier").asText());
        y = "file:" + traced.secret("y", asked.at("/setup/ibake/multiplier").asText());
    }

    private String keys(String... users) throws IOException {
        return traced.secret("keys.json", IbakeVectorKeys.of(users));
    }

    /** The four messages of an exchange in which the Initiator was tested. */
    private static List<String> messages(JsonNode test) {
        return List.of(
                test.at("/setup/offer").asText(),
                test.at("/steps/0/message").asText(),
                test.at("/steps/0/answer").asText(),
                test.at("/steps/1/message").asText());
    }

    private static List<Datagram> call(List<String> messages) {
        Instant at = Instant.parse(right.at("/steps/0/at").asText());
        List<Datagram> datagrams = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Octets octets = Octets.ofHex(messages.get(i));
            if (octets.length() == 0) {
                continue;
            }
            datagrams.add(i % 2 == 0 ? there(at.plusMillis(i), MIKEY, octets) : back(at.plusMillis(i), MIKEY, octets));
        }
        return datagrams;
    }

    private String verdict(int exitCode, List<String> messages, String... more) throws IOException {
        return traced.trace(exitCode, call(messages), more)
                .get(0)
                .get("verdict")
                .asText();
    }

    private void assertKeysAreThose(String... options) throws IOException {
        Path log = folder.resolve("keys.log");
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--keys-out", log.toString()));

        JsonNode found = traced.trace(0, call(messages(right)), all.toArray(String[]::new))
                .get(0);

        assertThat(found.get("state").asText()).isEqualTo("answered");
        assertThat(found.get("verdict").asText()).startsWith("verified: both ends have the same keys (sha256/8=");
        for (JsonNode key : right.at("/steps/1/keys")) {
            assertThat(Files.readString(log))
                    .contains(key.get("ssrc").asText())
                    .contains(key.get("tek").asText())
                    .contains(key.get("salt").asText());
        }
        assertThat(right.at("/steps/1/keys")).hasSize(2);
        Files.delete(log);
    }

    @Test
    void theSecretsOfEitherEndGiveTheKeysThatAnotherProgramComputed() throws IOException {
        assertThat(asked.at("/steps/1/answer").asText())
                .as("both vectors are of one exchange")
                .isEqualTo(right.at("/steps/1/message").asText());

        assertKeysAreThose("--credentials", keys(ALICE), "--dh-private", x);
        assertKeysAreThose("--credentials", keys(BOB), "--dh-private", y);
        assertKeysAreThose("--credentials", keys(ALICE, BOB), "--dh-private", x);
        assertKeysAreThose("--credentials", keys(ALICE, BOB), "--dh-private", y);
    }

    @Test
    void identityKeysAloneOpenWhatIsForThem() throws IOException {
        String rest = "; the keys take the secret multiplier of an end";

        assertThat(verdict(0, messages(right), "--credentials", keys(ALICE))).isEqualTo("opened: R_MESSAGE_1" + rest);
        assertThat(verdict(0, messages(right), "--credentials", keys(BOB)))
                .isEqualTo("opened: I_MESSAGE_1, I_MESSAGE_2" + rest);
        assertThat(verdict(0, messages(right), "--credentials", keys(ALICE, BOB)))
                .isEqualTo("opened: I_MESSAGE_1, R_MESSAGE_1, I_MESSAGE_2" + rest);
        assertThat(verdict(0, messages(right), "--credentials", keys(ALICE), "--dh-private", y))
                .isEqualTo("opened: R_MESSAGE_1; the keys take the identity key and the secret multiplier of the same"
                        + " end");
    }

    @Test
    void keysOfOthersAndOtherMultipliersDoNotCheckIt() throws IOException {
        assertThat(verdict(1, messages(right), "--credentials", keys("sip:carol@example.org")))
                .isEqualTo("not checked: the identity keys are of neither end, or for other dates");
        String other = "file:" + traced.secret("z", "11".repeat(32));
        assertThat(verdict(1, messages(right), "--credentials", keys(ALICE), "--dh-private", other))
                .isEqualTo("not checked: the secret multiplier is of neither end's point");
    }

    @Test
    void aMacThatIsWrongAndDataThatWereChangedAreFound() throws IOException {
        List<String> mac = new ArrayList<>(messages(right));
        mac.set(3, flipped(mac.get(3)));
        List<String> sealed = new ArrayList<>(messages(right));
        sealed.set(2, flipped(sealed.get(2)));

        assertThat(verdict(1, mac, "--credentials", keys(ALICE), "--dh-private", x))
                .isEqualTo("not verified: the verification MAC is wrong");
        assertThat(verdict(1, sealed, "--credentials", keys(BOB)))
                .isEqualTo("not verified: what is encrypted in I_MESSAGE_2 does not open with the key that it is for:"
                        + " it was changed");
    }

    /** The last bit. */
    private static String flipped(String hex) {
        int last = hex.length() - 1;
        return hex.substring(0, last) + Integer.toHexString(Character.digit(hex.charAt(last), 16) ^ 1);
    }

    /** Whoever cannot open what was sent can only send another point back; the vectors have such messages. */
    @Test
    void aPointThatComesBackAsAnotherIsFound() throws IOException {
        JsonNode other = test(RESPONDER, "ibake-responder-second-inside-other-point");
        List<String> messages = List.of(
                other.at("/steps/0/message").asText(),
                other.at("/steps/0/answer").asText(),
                other.at("/steps/1/message").asText());

        assertThat(verdict(1, messages, "--credentials", keys(ALICE, BOB)))
                .isEqualTo("not verified: I_MESSAGE_2 does not carry ECCPTr as it was sent");
    }

    /** Of the vector Carol took a call for Bob; here Bob answers it, too, and I_MESSAGE_2 is for Carol. */
    @Test
    void eachEndOfAForkIsCheckedByItself() throws IOException {
        JsonNode fork = test(INITIATOR, "ibake-initiator-others-fork");
        List<String> carols = messages(fork);
        String multiplier =
                "file:" + traced.secret("z", fork.at("/setup/ibake/multiplier").asText());
        Path offer = Files.writeString(folder.resolve("offer"), carols.get(0));
        Cli.Result bobs = new Cli()
                .at(fork.at("/steps/0/at").asText())
                .with("respond", "--credentials", keys(BOB), "--dh-private", y, "--format", "hex", offer.toString());
        assertThat(bobs.exitCode()).as(bobs.err()).isZero();
        List<String> all = List.of(carols.get(0), bobs.out().strip(), carols.get(2), carols.get(1), "", carols.get(3));

        JsonNode found = traced.trace(0, call(all), "--credentials", keys(ALICE), "--dh-private", multiplier)
                .get(0);

        assertThat(found.get("state").asText()).isEqualTo("forked");
        assertThat(found.get("verdict").asText())
                .matches("with sip:bob@example.org opened: R_MESSAGE_1, in which ECCPTi came back; R_MESSAGE_2 proves"
                        + " who answered; with sip:carol@example.org verified: both ends have the same keys"
                        + " \\(sha256/8=[0-9a-f]{8}\\)");
    }

    @Test
    void anExchangeIsOverWithItsFourthMessage() throws IOException {
        List<String> all = messages(right);

        JsonNode two = traced.trace(1, call(all.subList(0, 2)), "--credentials", keys(ALICE), "--dh-private", x)
                .get(0);
        JsonNode three = traced.trace(1, call(all.subList(0, 3))).get(0);
        JsonNode refused = traced.trace(1, call(List.of(all.get(0), all.get(1), all.get(2), error(all.get(2)))))
                .get(0);

        assertThat(two.get("state").asText()).isEqualTo("incomplete");
        assertThat(two.get("verdict").asText())
                .isEqualTo("opened: R_MESSAGE_1, in which ECCPTi came back; R_MESSAGE_2 proves who answered");
        assertThat(three.get("state").asText()).isEqualTo("incomplete");
        assertThat(refused.get("state").asText()).isEqualTo("refused");
    }

    /** An Error message (RFC 3830, 5.1.2) with the CSB ID of another message and the authentication failure. */
    private static String error(String message) {
        return "01060c00" + message.substring(8, 16) + "0001" + "00" + "0000" + "00".repeat(2);
    }
}
