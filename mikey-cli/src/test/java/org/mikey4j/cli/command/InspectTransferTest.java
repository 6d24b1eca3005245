package org.mikey4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.cli.Cli;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.ticket.PendingTransfer;
import org.mikey4j.exchange.ticket.PendingUpdate;
import org.mikey4j.exchange.ticket.ResolvedTicket;
import org.mikey4j.exchange.ticket.TicketGrant;
import org.mikey4j.exchange.ticket.TicketSuite;
import org.mikey4j.exchange.ticket.TicketTerms;
import org.mikey4j.exchange.ticket.Tpk;
import org.mikey4j.exchange.ticket.TpkLookup;
import org.mikey4j.exchange.ticket.TransferEnd;
import org.mikey4j.exchange.ticket.TransferInitiator;
import org.mikey4j.exchange.ticket.TransferJudge;
import org.mikey4j.exchange.ticket.TransferReception;
import org.mikey4j.exchange.ticket.TransferRequest;
import org.mikey4j.exchange.ticket.TransferResponder;
import org.mikey4j.exchange.ticket.TransferSelf;
import org.mikey4j.exchange.ticket.TransferUpdateResponder;
import org.mikey4j.exchange.ticket.TransferUpdater;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.ProtType;

/** The keys that the ends of a transfer bring themselves (RFC 6043, 6.10, flags L and M), opened with the ticket protection key. */
class InspectTransferTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TPK = "0102030405060708090a0b0c0d0e0f10";
    private static final String KEY = "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf";
    private static final IdPayload ALICE = IdPayload.uri("sip:alice@example.org");
    private static final IdPayload BOB = IdPayload.uri("sip:bob@example.org");
    private static final SpPayload POLICY =
            SrtpPolicy.named("AES_CM_128_HMAC_SHA1_80", 3).orElseThrow();
    private static final GenericIdMap MAP = new GenericIdMap(List.of(new GenericId(
            1, ProtType.SRTP, false, Octets.ofHex("03"), Octets.ofHex("a11ce001"), Octets.ofHex("05060708"))));

    @TempDir
    private Path folder;

    private Cli.Result inspect(String tpk, String... arguments) throws IOException {
        Path credentials = folder.resolve("credentials.json");
        Files.writeString(credentials, "{\"tpk\":\"" + tpk + "\"}");
        Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
        List<String> all = new ArrayList<>(List.of("inspect", "--credentials", credentials.toString()));
        all.addAll(List.of(arguments));
        return Cli.run(all.toArray(new String[0]));
    }

    private String file(String name, String hex) throws IOException {
        return Files.writeString(folder.resolve(name), hex).toString();
    }

    private String file(String name, MikeyMessage message) throws IOException {
        return file(name, message.octets().toHex());
    }

    private static JsonNode kemac(String message) throws IOException {
        for (JsonNode payload : JSON.readTree(message).get("payloads")) {
            if (payload.get("name").asText().equals("KEMAC")) {
                return payload.path("keyData");
            }
        }
        throw new AssertionError("no KEMAC");
    }

    /** A message of another implementation, with the keys that it says it put in. */
    private static JsonNode vector(String id) throws IOException {
        for (JsonNode group : JSON.readTree(Path.of("../test-vectors/exchanges/ticket-responder.json")
                        .toFile())
                .get("groups")) {
            for (JsonNode test : group.get("tests")) {
                if (test.get("id").asText().equals(id)) {
                    return test.at("/steps/0");
                }
            }
        }
        throw new AssertionError(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticket-responder-keys-l", "ticket-responder-keys-l-salt"})
    void theInitiatorsKeysAreOpened(String id) throws IOException {
        JsonNode step = vector(id);
        JsonNode own = step.at("/transported/1");

        Cli.Result shown = inspect(
                TPK,
                "--json",
                "--show-secrets",
                file("init.hex", step.get("message").asText()));

        assertThat(shown.out()).doesNotContain("NOT_OPENED");
        JsonNode opened = kemac(shown.out());
        assertThat(opened).hasSize(1);
        assertThat(opened.at("/0/key").asText())
                .isEqualTo(KEY)
                .isEqualTo(own.get("key").asText());
        assertThat(opened.at("/0/salt").asText("")).isEqualTo(own.path("salt").asText(""));
        assertThat(opened.at("/0/spi").asText()).isEqualTo(own.get("spi").asText());
    }

    @Test
    void keysStayHiddenUnlessTheyAreAskedFor() throws IOException {
        Cli.Result hidden = inspect(
                TPK,
                "--json",
                file(
                        "init.hex",
                        vector("ticket-responder-keys-l").get("message").asText()));
        assertThat(kemac(hidden.out()).at("/0/typeName").asText()).isEqualTo("TEK");
        assertThat(hidden.out()).doesNotContain(KEY);
    }

    @Test
    void withAnotherTicketKeyItIsToldThatNothingIsOpened() throws IOException {
        Cli.Result other = inspect(
                "ff".repeat(16),
                "--show-secrets",
                file(
                        "init.hex",
                        vector("ticket-responder-keys-l").get("message").asText()));
        assertThat(other.out().lines().filter(line -> line.contains("NOT_OPENED")))
                .hasSize(2)
                .allMatch(line -> line.contains("the credentials do not open it: the ticket is not authentic"));
    }

    @Test
    void bothEndsKeysAreOpened() throws IOException {
        String key = "d0d1d2d3d4d5d6d7d8d9dadbdcdddedf";
        ExchangeSettings settings =
                ExchangeSettings.builder(Clock.systemUTC(), new SecureRandom()).build();
        TpkLookup tpks = TpkLookup.of(new Tpk(secret(TPK), Optional.empty(), Optional.empty()));
        try (TicketGrant grant = grant(settings, Flag.D, Flag.F, Flag.G, Flag.H, Flag.L, Flag.M, Flag.N, Flag.O);
                PendingTransfer offer = (PendingTransfer)
                        new TransferInitiator(settings).offer(grant, request().withKeys(spec(KEY, "05060708")))) {
            TransferReception reception = new TransferResponder(
                            settings,
                            TransferSelf.of(BOB),
                            new OneShotReplayCache(),
                            claim -> new TransferJudge.Verdict.Accept(
                                    csId -> csId, SrtpPolicy.defaults(), List.of(spec(key, "090a0b0c"))))
                    .receive(offer.message().octets(), Octets.EMPTY);
            var transfer = ((TransferReception.Unresolved) reception).transfer();
            ResponderResult.Established bob =
                    (ResponderResult.Established) transfer.complete(ResolvedTicket.open(transfer.ticket(), tpks));
            MikeyMessage answer = bob.reply().orElseThrow();
            String init = file("init.hex", offer.message());

            Cli.Result shown = inspect(TPK, "--json", "--show-secrets", init, file("resp.hex", answer));
            List<String> messages = shown.out().lines().toList();
            assertThat(kemac(messages.get(0)).at("/0/key").asText()).isEqualTo(KEY);
            assertThat(kemac(messages.get(1)).at("/0/key").asText()).isEqualTo(key);
            assertThat(inspect(TPK, "--json", init, path("resp.hex")).out()).doesNotContain(KEY, key);

            assertThat(inspect(TPK, path("resp.hex")).out())
                    .contains("NOT_OPENED", "the message that it answers is not before it");
            byte[] changed = answer.octets().toByteArray();
            changed[changed.length - 1] ^= 1;
            assertThat(inspect(TPK, init, file("bad.hex", Octets.copyOf(changed).toHex()))
                            .out())
                    .contains("NOT_OPENED", "the key is another, or something was changed");
        }
    }

    @Test
    void theInitiatorsKeysAreOpenedWhereNoAnswerIsAskedFor() throws IOException {
        ExchangeSettings settings =
                ExchangeSettings.builder(Clock.systemUTC(), new SecureRandom()).build();
        try (TicketGrant grant = grant(settings, Flag.D, Flag.H, Flag.L, Flag.N, Flag.O);
                var sent =
                        new TransferInitiator(settings).offer(grant, request().withKeys(spec(KEY, "05060708")))) {
            Cli.Result shown = inspect(TPK, "--json", "--show-secrets", file("init.hex", sent.message()));
            assertThat(kemac(shown.out()).at("/0/key").asText()).isEqualTo(KEY);
        }
    }

    /** The ticket protection key gives the keys of the bundle, and these open what its ends send later. */
    @Test
    void theKeysOfAnUpdateAndOfItsAnswerAreOpened() throws IOException {
        String bobs = "e0e1e2e3e4e5e6e7e8e9eaebecedeeef";
        String alices = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
        ExchangeSettings settings =
                ExchangeSettings.builder(Clock.systemUTC(), new SecureRandom()).build();
        ExchangeSettings later = ExchangeSettings.builder(
                        Clock.offset(Clock.systemUTC(), Duration.ofSeconds(5)), new SecureRandom())
                .build();
        TpkLookup tpks = TpkLookup.of(new Tpk(secret(TPK), Optional.empty(), Optional.empty()));
        try (TicketGrant grant = grant(settings, Flag.D, Flag.F, Flag.G, Flag.H, Flag.L, Flag.M, Flag.N, Flag.O);
                PendingTransfer offer = (PendingTransfer)
                        new TransferInitiator(settings).offer(grant, request().withKeys(spec(KEY, "05060708")))) {
            var transfer = ((TransferReception.Unresolved) new TransferResponder(
                                    settings,
                                    TransferSelf.of(BOB),
                                    new OneShotReplayCache(),
                                    TransferJudge.acceptSupported(csId -> csId))
                            .receive(offer.message().octets(), Octets.EMPTY))
                    .transfer();
            ResponderResult.Established bob =
                    (ResponderResult.Established) transfer.complete(ResolvedTicket.open(transfer.ticket(), tpks));
            MikeyMessage answer = bob.reply().orElseThrow();
            var alice = ((InitiatorResult.Established) offer.receive(answer.octets())).association();
            PendingUpdate update = new TransferUpdater(later, TransferEnd.RESPONDER)
                    .offer(
                            bob.association(),
                            TransferRequest.ofBundle(MAP, POLICY).withKeys(spec(bobs, "090a0b0c")));
            MikeyMessage updated = ((ResponderResult.Established) new TransferUpdateResponder(
                                    later,
                                    TransferEnd.INITIATOR,
                                    new OneShotReplayCache(),
                                    claim -> new TransferJudge.Verdict.Accept(
                                            csId -> csId, SrtpPolicy.defaults(), List.of(spec(alices, "0d0e0f10"))))
                            .receive(update.message().octets(), alice, Octets.EMPTY))
                    .reply()
                    .orElseThrow();
            String init = file("init.hex", offer.message());
            String resp = file("resp.hex", answer);
            String change = file("update.hex", update.message());

            List<String> shown = inspect(
                            TPK, "--json", "--show-secrets", init, resp, change, file("updated.hex", updated))
                    .out()
                    .lines()
                    .toList();

            assertThat(kemac(shown.get(2)).at("/0/key").asText()).isEqualTo(bobs);
            assertThat(kemac(shown.get(3)).at("/0/key").asText()).isEqualTo(alices);
            assertThat(inspect(TPK, "--json", init, resp, change, path("updated.hex"))
                            .out())
                    .doesNotContain(bobs, alices);
            assertThat(inspect(TPK, change).out())
                    .contains("NOT_OPENED", "the transfer that began the bundle is not before it");
            assertThat(inspect(TPK, init, change).out())
                    .contains("NOT_OPENED", "the answer to the transfer that began the bundle is not before it");
            byte[] changed = update.message().octets().toByteArray();
            changed[changed.length - 1] ^= 1;
            assertThat(inspect(
                                    TPK,
                                    init,
                                    resp,
                                    file("bad.hex", Octets.copyOf(changed).toHex()))
                            .out())
                    .contains("NOT_OPENED", "the key is another, or something was changed");
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static SecretBytes secret(String hex) {
        return SecretBytes.wrap(Octets.ofHex(hex).toByteArray());
    }

    private static KeySpec spec(String hex, String spi) {
        return KeySpec.of(KeyDataType.TEK, secret(hex)).valid(new KeyValidity.Spi(Octets.ofHex(spi)));
    }

    private static TicketGrant grant(ExchangeSettings settings, Flag... flags) {
        TicketTerms terms = TicketTerms.builder(TicketSuite.BITS_128, BOB)
                .initiator(ALICE)
                .flags(Set.of(flags))
                .build();
        return TicketGrant.make(
                terms, new Tpk(secret(TPK), Optional.empty(), Optional.empty()), List.of(KeySpec.tgk()), settings);
    }

    private static TransferRequest request() {
        return TransferRequest.of(ALICE, BOB, MAP, POLICY);
    }
}
