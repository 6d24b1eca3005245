package org.mikey4j.cli.kmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mikey4j.cli.command.CertificateMaker;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.CentreMessage;
import org.mikey4j.kmc.KeyComponent;
import org.mikey4j.kmc.Side;
import org.mikey4j.message.IdPayload;
import org.mikey4j.trust.Credentials;

/** Connections between centres over sockets of the loopback address. */
class CentreLinkTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyPair PAIR = pair();
    private static final CertificateMaker MAKER = maker("CN=authority");
    private static final X509Certificate ROOT = MAKER.authority(new X500Name("CN=authority"), PAIR.getPublic());
    private static final CallBinding CALL =
            new CallBinding("session", IdPayload.uri("sip:alice@a.example"), IdPayload.uri("sip:bob@b.example"));

    private final List<CentreMessage> heard = Collections.synchronizedList(new ArrayList<>());
    private TlsCentreListener listener = listener();

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static CertificateMaker maker(String issuer) {
        Instant now = Instant.now();
        return new CertificateMaker(
                new X500Name(issuer),
                PAIR.getPrivate(),
                now.minus(Duration.ofHours(1)),
                now.plus(Duration.ofHours(1)),
                RANDOM);
    }

    private static Credentials centre(CertificateMaker maker, String domain) {
        GeneralName name = new GeneralName(GeneralName.dNSName, domain);
        return new Credentials(
                PAIR.getPrivate(), List.of(maker.end(new X500Name("CN=" + domain), PAIR.getPublic(), List.of(name))));
    }

    @BeforeEach
    void nothingHeard() {
        heard.clear();
    }

    private TlsCentreListener listener() {
        Credentials b = centre(MAKER, "b.example");
        try {
            return new TlsCentreListener(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    b.key(),
                    b.certificates(),
                    List.of(ROOT),
                    Clock.systemUTC(),
                    request -> {
                        heard.add(request);
                        return request.call().callId().equals("unwanted")
                                ? Optional.empty()
                                : Optional.of(component(request.call(), Side.CALLEE, "f0"));
                    });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private static CentreMessage component(CallBinding call, Side side, String octet) {
        return CentreMessage.of(
                new KeyComponent(SecretBytes.copyOf(HexFormat.of().parseHex(octet.repeat(16))), call, side));
    }

    private TlsCentreLink link(Credentials own, X509Certificate trusted, String domain) {
        return new TlsCentreLink(
                own.key(),
                own.certificates(),
                List.of(trusted),
                Map.of(domain, new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port())),
                Clock.systemUTC());
    }

    @Test
    void componentsCrossOverOneConnectionAndOverANewOneWhenItIsGone() throws IOException {
        try (TlsCentreLink link = link(centre(MAKER, "a.example"), ROOT, "b.example")) {
            CentreMessage sent = component(CALL, Side.CALLER, "0f");

            assertThat(link.ask("b.example", sent)).isEqualTo(component(CALL, Side.CALLEE, "f0"));
            assertThat(link.ask("B.example", component(CALL, Side.CALLER, "1f")).side())
                    .isEqualTo(Side.CALLEE);
            assertThat(heard).hasSize(2);
        }
    }

    @Test
    void aConnectionThatWasClosedIsMadeAgain() throws IOException {
        try (TlsCentreLink link = link(centre(MAKER, "a.example"), ROOT, "b.example")) {
            link.ask("b.example", component(CALL, Side.CALLER, "0f"));
            int port = listener.port();
            listener.close();
            Credentials b = centre(MAKER, "b.example");
            listener = new TlsCentreListener(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    b.key(),
                    b.certificates(),
                    List.of(ROOT),
                    Clock.systemUTC(),
                    request -> Optional.of(component(request.call(), Side.CALLEE, "e0")));

            assertThat(link.ask("b.example", component(CALL, Side.CALLER, "1f")))
                    .isEqualTo(component(CALL, Side.CALLEE, "e0"));
        }
    }

    /** One that never says a word is waited for by few, and then by one at a time. */
    @Test
    void aCentreThatHangsIsNotAskedByMany() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TlsCentreLink link = new TlsCentreLink(
                        centre(MAKER, "a.example").key(),
                        centre(MAKER, "a.example").certificates(),
                        List.of(ROOT),
                        Map.of(
                                "hangs.example",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()),
                                "b.example",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port())),
                        Clock.systemUTC())) {
            assertThatThrownBy(() -> link.ask("hangs.example", component(CALL, Side.CALLER, "0f")))
                    .isInstanceOf(SocketTimeoutException.class);
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> assertThatThrownBy(
                            () -> link.ask("hangs.example", component(CALL, Side.CALLER, "0f")))
                    .isInstanceOf(IOException.class));
            Socket first = silent.accept();
            Socket other = silent.accept();

            assertThatThrownBy(() -> link.ask("hangs.example", component(CALL, Side.CALLER, "0f")))
                    .as("while the second asks")
                    .hasMessage("the centre of hangs.example does not answer");
            assertThat(link.ask("b.example", component(CALL, Side.CALLER, "0f")))
                    .isEqualTo(component(CALL, Side.CALLEE, "f0"));
            first.close();
            other.close();
            second.get();
        }
    }

    @Test
    void manyAskAtOnce() throws Exception {
        try (TlsCentreLink link = link(centre(MAKER, "a.example"), ROOT, "b.example")) {
            List<CompletableFuture<CentreMessage>> asked = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                asked.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return link.ask("b.example", component(CALL, Side.CALLER, "0f"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
            }
            for (CompletableFuture<CentreMessage> answer : asked) {
                assertThat(answer.get()).isEqualTo(component(CALL, Side.CALLEE, "f0"));
            }
        }
        assertThat(heard).hasSize(30);
    }

    @Test
    void whatTheOtherCentreRefusesIsSaid() {
        CallBinding unwanted = new CallBinding("unwanted", CALL.caller(), CALL.callee());
        try (TlsCentreLink link = link(centre(MAKER, "a.example"), ROOT, "b.example")) {
            assertThatThrownBy(() -> link.ask("b.example", component(unwanted, Side.CALLER, "0f")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the other centre refuses");
            assertThatThrownBy(() -> link.ask("c.example", component(CALL, Side.CALLER, "0f")))
                    .hasMessage("no centre is known for c.example");
        }
    }

    @Test
    void aCentreSpeaksForItsOwnUsersOnly() {
        try (TlsCentreLink link = link(centre(MAKER, "elsewhere.example"), ROOT, "b.example")) {
            assertThatThrownBy(() -> link.ask("b.example", component(CALL, Side.CALLER, "0f")))
                    .hasMessage("the other centre refuses");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void theCentreMustBeThatOfTheDomain() {
        try (TlsCentreLink link = link(centre(MAKER, "a.example"), ROOT, "c.example")) {
            assertThatThrownBy(() -> link.ask("c.example", component(CALL, Side.CALLER, "0f")))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("c.example");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void bothMustBeOfAnAuthorityThatIsTrusted() {
        CertificateMaker other = maker("CN=other authority");
        X509Certificate otherRoot = other.authority(new X500Name("CN=other authority"), pair().getPublic());
        try (TlsCentreLink link = link(centre(MAKER, "a.example"), otherRoot, "b.example")) {
            assertThatThrownBy(() -> link.ask("b.example", component(CALL, Side.CALLER, "0f")))
                    .isInstanceOf(SSLHandshakeException.class);
        }
        try (TlsCentreLink link = link(centre(other, "a.example"), ROOT, "b.example")) {
            assertThatThrownBy(() -> link.ask("b.example", component(CALL, Side.CALLER, "0f")))
                    .isInstanceOf(IOException.class);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void whoShowsNoCertificateOrSpeaksAnOlderVersionIsNotHeard() throws IOException, GeneralSecurityException {
        SSLContext none = SSLContext.getInstance("TLS");
        none.init(null, new javax.net.ssl.TrustManager[] {new TrustsAll()}, null);
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket socket = (SSLSocket)
                    none.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), listener.port())) {
                socket.setEnabledProtocols(new String[] {version});
                assertThatThrownBy(() -> {
                            CentreTls.write(
                                    new DataOutputStream(socket.getOutputStream()),
                                    component(CALL, Side.CALLER, "0f").encode());
                            CentreTls.read(new DataInputStream(socket.getInputStream()));
                        })
                        .isInstanceOfAny(SSLException.class, java.net.SocketException.class);
            }
        }
        assertThat(heard).isEmpty();
    }

    /** It is the server that is tested. */
    private static final class TrustsAll extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void oneConnectionTooManyIsClosed() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), listener.port()));
            }
            try (Socket late = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
                late.setSoTimeout(20_000);
                assertThat(late.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }
}
