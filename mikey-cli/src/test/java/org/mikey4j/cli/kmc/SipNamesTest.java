package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mikey4j.cli.sip.SipNode;
import org.mikey4j.cli.sip.WireDialog;
import org.mikey4j.cli.sip.WirePhone;
import org.mikey4j.cli.sip.WirePhone.Seen;
import org.mikey4j.trust.Credentials;

/** The names in the certificates of SIP over TLS (RFC 5922, 7): whom a centre connects to, and who connects to it. */
class SipNamesTest {
    @TempDir
    private Path folder;

    private final List<Integer> ports = SipNode.freePorts(6);
    private final int plain = ports.get(0);
    private final int secure = ports.get(1);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private TrialCentres centres;
    private WirePhone alice;
    private WirePhone bob;

    @BeforeEach
    void open() throws IOException {
        centres = new TrialCentres(folder);
        opened.add(centres);
        alice = new WirePhone(ports.get(2), (phone, seen) -> {});
        bob = new WirePhone(ports.get(3), (phone, seen) -> {});
        opened.addAll(List.of(alice, bob));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    /** Opens the centre of Alice, who is near, and that of Bob, which is reached over TLS. */
    private KmcServer centres(String peersOfAlice, Credentials shown, String more) throws IOException {
        centres.alice("listen = udp:127.0.0.1:" + plain + ", tls:127.0.0.1:" + ports.get(4) + "\n" + peersOfAlice);
        return centres.bob("listen = tls:127.0.0.1:" + secure + ", udp:127.0.0.1:" + ports.get(5) + "\n" + more, shown);
    }

    /** Alice's INVITE, whose way leads to a centre at this host. */
    private void invite(String host) {
        new WireDialog(
                        alice,
                        plain,
                        "sip:bob@127.0.0.1:" + bob.port(),
                        "<sip:alice@a.example>;tag=alice1",
                        "<sip:bob@b.example>",
                        "names" + alice.port())
                .send(
                        "INVITE",
                        1,
                        "Route: <sip:orig@127.0.0.1:" + plain + ";lr>, <sip:term@" + host + ":" + secure
                                + ";transport=tls;lr>, <sip:127.0.0.1:" + bob.port()
                                + ";transport=udp;lr>\r\nSession-ID: names\r\n",
                        "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0\r\n");
    }

    private void assertRefused(KmcServer b) throws InterruptedException {
        alice.awaits("503 1 INVITE");
        assertThat(b.agent().counters().offered())
                .as("what came to Bob's centre")
                .isZero();
        assertThat(bob.heard("1 INVITE")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--dns, localhost", "--dns, LocalHost", "--id, sip:localhost"})
    void aServerThatShowsTheNameIsSpokenTo(String kind, String name) throws Exception {
        centres("", centres.named("sip.pem", kind, name), "name = localhost");
        invite("localhost");
        Seen invite = bob.awaits("1 INVITE");

        assertThat(invite.contact()).as("where the dialog goes on").isEqualTo("sip:localhost:" + ports.get(5));
        assertThat(invite.body()).contains("a=key-mgmt:mikey ");
    }

    @ParameterizedTest
    @CsvSource({
        "--dns, b.example",
        "--dns, *.localhost",
        "--dns, host.localhost",
        "--id, sips:localhost",
        "--id, sip:kmc@localhost",
        "--id, sip:b.example --dns localhost",
        "--email, kmc@localhost"
    })
    void aServerThatDoesNotIsNot(String kind, String name) throws Exception {
        List<String> options = new ArrayList<>(List.of(kind));
        options.addAll(List.of(name.split(" ")));
        KmcServer b = centres("", centres.named("sip.pem", options.toArray(String[]::new)), "name = localhost");
        invite("localhost");

        assertRefused(b);
    }

    @Test
    void aServerThatIsKnownByAddressShowsANameOfTheList() throws Exception {
        centres("tls.peers = proxy.example, B.Example", centres.credentials("b.example"), "");
        invite("127.0.0.1");

        bob.awaits("1 INVITE");
    }

    @Test
    void aServerThatIsKnownByAddressAndShowsAnotherIsNotSpokenTo() throws Exception {
        KmcServer b = centres("tls.peers = proxy.example", centres.credentials("b.example"), "");
        invite("127.0.0.1");

        assertRefused(b);
    }

    @Test
    void aClientShowsANameOfTheList() throws Exception {
        centres("", centres.credentials("b.example"), "tls.peers = a.example");
        invite("127.0.0.1");

        bob.awaits("1 INVITE");
    }

    /** In TLS 1.3 the client may learn of it when it has sent its request already, which nobody answers then. */
    @Test
    void aClientThatShowsAnotherIsNotServed() throws Exception {
        KmcServer b = centres("ringing = 1", centres.credentials("b.example"), "tls.peers = proxy.example");
        invite("127.0.0.1");
        WirePhone.until(
                "a refusal",
                () -> {},
                () -> !alice.heard("408 1 INVITE").isEmpty()
                        || !alice.heard("503 1 INVITE").isEmpty());

        assertThat(b.agent().counters().offered())
                .as("what came to Bob's centre")
                .isZero();
    }
}
