package org.mikey4j.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mikey4j.kms.KmsFixture.ALICE;
import static org.mikey4j.kms.KmsFixture.KMS_A;
import static org.mikey4j.kms.KmsFixture.KMS_B;
import static org.mikey4j.kms.KmsFixture.NOW;
import static org.mikey4j.kms.KmsFixture.PERIOD;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsCertificate.Validity;
import org.mikey4j.kms.KmsMessage.KmsCertCache;
import org.mikey4j.kms.KmsMessage.KmsInit;
import org.mikey4j.kms.KmsMessage.KmsKeyProv;
import org.mikey4j.kms.KmsResponse.KmsError;
import org.mikey4j.testing.Peers;
import org.mikey4j.testing.Proves;
import org.mikey4j.vectors.VectorFile;
import org.xml.sax.SAXException;

/** What is written follows the schema, judged by the platform's validator, and is read back. */
class KmsXmlWriterTest {
    private static final KmsCertificate EXTERNAL = new KmsCertificate(
            Role.EXTERNAL,
            "kms.b.example",
            KMS_B.scheme(),
            KMS_B.masterSecret().publicKey(),
            KMS_B.ksak().kpak(),
            new Validity(Optional.of(NOW), Optional.of(NOW.plusSeconds(60))),
            true,
            true,
            List.of("b.example", "c.example"),
            Optional.of("https://kms.b.example/cert?a=1&b=2"),
            Optional.of("<us> & \"them\""));

    private static void assertFollowsTheSchema(String xml) throws SAXException, IOException {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(VectorFile.path("kms/kms-response.xsd").toFile());
        schema.newValidator().validate(new StreamSource(new StringReader(xml)));
    }

    @Test
    @Proves({"R6509-2.1-01", "T33180-D.3.2-01", "T33180-D.3.5-01"})
    void certificatesAreWritten() throws SAXException, IOException {
        KmsInit init = new KmsInit(KMS_A.certificate(Role.ROOT).forDomains(List.of("a.example")));
        KmsCertCache cache = new KmsCertCache(Optional.of(9L), List.of(EXTERNAL, KMS_A.certificate(Role.EXTERNAL)));

        for (KmsMessage message : List.of(init, cache, new KmsCertCache(Optional.empty(), List.of()))) {
            String xml = KmsFixture.write(message);
            assertFollowsTheSchema(xml);
            assertThat(KmsFixture.read(xml).message()).contains(message);
        }
    }

    @Test
    @Proves("T33180-D.3.3-01")
    void keysAreWrittenInClear() throws SAXException, IOException {
        KmsKeySet first = KMS_A.issue(ALICE, PERIOD, Peers.RANDOM);
        KmsKeySet second = KMS_A.issue(ALICE, PERIOD + 1, Peers.RANDOM);

        String xml = KmsFixture.write(new KmsKeyProv(List.of(first, second)));

        assertFollowsTheSchema(xml);
        KmsKeyProv read = (KmsKeyProv) KmsFixture.read(xml).message().orElseThrow();
        assertThat(read.keySets()).containsExactly(first, second);
        assertThat(xml).contains("<UserDecryptKey xsi:type=\"KeyContentType\">04");
    }

    @Test
    @Proves("T33180-D.3.1-01")
    void errorsAreWritten() throws SAXException, IOException {
        KmsResponse response = new KmsResponse(
                "sip:a@b?x=1&y=<2>",
                "kms",
                NOW,
                Optional.of("id"),
                "https://kms/init",
                Optional.empty(),
                Optional.of(new KmsError(7, "no <such> user & none")),
                false);

        String xml = new String(KmsXmlWriter.write(response).toByteArray(), StandardCharsets.UTF_8);

        assertFollowsTheSchema(xml.replace("?x=1&amp;y=&lt;2&gt;", ""));
        assertThat(KmsFixture.read(xml)).isEqualTo(response);
    }

    /** The schema says so itself, so that it can judge. */
    @Test
    @Proves("T33180-D.3.5-01")
    void whatBreaksTheSchemaIsSeen() {
        String xml = KmsFixture.write(new KmsKeyProv(List.of(KMS_A.issue(ALICE, PERIOD, Peers.RANDOM))));

        for (String broken : List.of(
                xml.replace(" xsi:type=\"KeyContentType\"", ""),
                xml.replaceAll("<KeyPeriodNo>.*</KeyPeriodNo>", ""),
                xml.replace("Version=\"1.1.0\"", "Version=\"1.0.0\""))) {
            assertThatThrownBy(() -> assertFollowsTheSchema(broken)).isInstanceOf(SAXException.class);
        }
    }

    @Test
    void telephoneNumbersHaveNoUserIdFormat() {
        KmsCertificate certificate = KeyManagementService.generate(
                        "kms.example.org", new UserIdScheme.MonthlyTel(), Peers.RANDOM)
                .certificate(Role.ROOT);

        assertThatThrownBy(() -> KmsFixture.write(new KmsInit(certificate)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hashed UIDs only");
    }
}
