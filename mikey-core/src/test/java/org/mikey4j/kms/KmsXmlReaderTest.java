package org.mikey4j.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.mikey4j.kms.KmsFixture.octets;
import static org.mikey4j.kms.KmsFixture.peer;
import static org.mikey4j.kms.KmsFixture.read;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.identity.KeyPeriods;
import org.mikey4j.kms.KmsCertificate.Role;
import org.mikey4j.kms.KmsMessage.KmsCertCache;
import org.mikey4j.kms.KmsMessage.KmsInit;
import org.mikey4j.kms.KmsResponse.KmsError;
import org.mikey4j.kms.KmsXmlException.Rule;
import org.mikey4j.message.Octets;
import org.mikey4j.testing.Proves;

/** What another implementation's service answered, and what nobody should. */
class KmsXmlReaderTest {
    private static final String INIT = peer("streamwide-init.xml");
    private static final String KEY_PROV = peer("streamwide-keyprov.xml");

    private static KmsCertificate certificate(String xml) {
        return ((KmsInit) read(xml).message().orElseThrow()).certificate();
    }

    private static KmsXmlException assertRefused(String xml, Rule rule, String text) {
        KmsXmlException[] thrown = new KmsXmlException[1];
        assertThatThrownBy(() -> read(xml))
                .isInstanceOfSatisfying(KmsXmlException.class, e -> {
                    assertThat(e.rule()).as(e.getMessage()).isEqualTo(rule);
                    thrown[0] = e;
                })
                .hasMessageContaining(text);
        return thrown[0];
    }

    @Test
    @Proves("T33180-D.3.1-01")
    void theOwnCertificateIsRead() {
        KmsResponse response = read(INIT);
        KmsCertificate certificate = certificate(INIT);

        assertThat(response.userUri()).isEqualTo("alice@org.com");
        assertThat(response.kmsUri()).isEqualTo("localhost:8080");
        assertThat(response.time()).isEqualTo(Instant.parse("2021-05-10T11:23:02Z"));
        assertThat(response.clientReqUrl()).isEqualTo("http://localhost:8080/keymanagement/identity/v1/init");
        assertThat(response.signed()).isFalse();
        assertThat(certificate.role()).isEqualTo(Role.ROOT);
        assertThat(certificate.kmsUri()).isEqualTo("localhost:8080");
        assertThat(certificate.scheme()).isEqualTo(new UserIdScheme.HashedUid(new KeyPeriods(2_592_000, 0)));
        assertThat(certificate.publicKey().encode().toHex())
                .startsWith("045958ef1b16")
                .hasSize(514);
        assertThat(certificate.kpak().encode().toHex())
                .startsWith("0450d4670bde")
                .hasSize(130);
        assertThat(certificate.domains()).isEmpty();
    }

    @Test
    @Proves("T33180-D.3.1-01")
    void keySetsAreRead() {
        KmsKeySet keys = KmsFixture.keySet(KEY_PROV);

        assertThat(keys.kmsUri()).isEqualTo("localhost:8080");
        assertThat(keys.userUri()).isEqualTo("alice@org.com");
        assertThat(keys.period()).isEqualTo(625);
        assertThat(octets(keys))
                .extracting(Octets::length, octets -> octets.toHex().substring(0, 10))
                .containsExactly(
                        tuple(32, "060c5cddd1"),
                        tuple(257, "0451e8e3cd"),
                        tuple(32, "d31c6fd217"),
                        tuple(65, "04fa3c2493"));
    }

    @Test
    @Proves({"R6509-2.1-02", "T33180-D.3.1-01"})
    void certificatesOfOtherDomainsAreRead() {
        String certificate = INIT.substring(INIT.indexOf("<KmsCertificate"), INIT.indexOf("</KmsInit"))
                .replace(" Role=\"Root\"", " IsSecurityGateway=\"1\"")
                .replace(
                        "</PubAuthKey>",
                        "</PubAuthKey><ParameterSet>1</ParameterSet><KmsDomainList><KmsDomain>b.example</KmsDomain>"
                                + "<KmsDomain>c.example</KmsDomain></KmsDomainList>")
                .replace(
                        "<UserIdFormat>",
                        "<Issuer>us</Issuer><ValidFrom>2026-01-01T00:00:00+01:00</ValidFrom><ValidTo>2027-01-01T00:00:00Z"
                                + "</ValidTo><Revoked>true</Revoked><UserIdFormat>");
        String xml = INIT.substring(0, INIT.indexOf("<KmsInit")) + "<KmsCertCache CacheNum=\"3\"><SignedKmsCertificate>"
                + certificate + "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/></SignedKmsCertificate>"
                + certificate + "</KmsCertCache></KmsMessage></KmsResponse>";

        KmsCertCache cache = (KmsCertCache) read(xml).message().orElseThrow();

        assertThat(cache.cacheNum()).contains(3L);
        assertThat(cache.certificates()).hasSize(2).allSatisfy(c -> {
            assertThat(c.role()).isEqualTo(Role.EXTERNAL);
            assertThat(c.securityGateway()).isTrue();
            assertThat(c.domains()).containsExactly("b.example", "c.example");
            assertThat(c.issuer()).contains("us");
            assertThat(c.validity().from()).contains(Instant.parse("2025-12-31T23:00:00Z"));
            assertThat(c.validity().to()).contains(Instant.parse("2027-01-01T00:00:00Z"));
            assertThat(c.revoked()).isTrue();
        });
    }

    @Test
    @Proves("T33180-D.1-01")
    void errorsAndSignaturesAreTold() {
        String error = INIT.replaceAll(
                "(?s)<KmsMessage>.*</KmsMessage>",
                "<KmsError><ErrorCode>403</ErrorCode><ErrorMsg>not you</ErrorMsg></KmsError>");
        assertThat(read(error).error()).contains(new KmsError(403, "not you"));
        assertThat(read(error).message()).isEmpty();

        String signed = "<SignedKmsResponse xmlns='urn:3gpp:ns:mcsecKMSInterface:1.0'>"
                + INIT.substring(INIT.indexOf("<KmsResponse"))
                + "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><SignedInfo/></Signature></SignedKmsResponse>";
        assertThat(read(signed).signed()).isTrue();
        assertThat(read(signed).message()).isEqualTo(read(INIT).message());
    }

    @Test
    @Proves("T33180-D.1-02")
    void extensionsInOtherNamespacesArePassedOver() {
        String xml = INIT.replace("</PubAuthKey>", "</PubAuthKey><x xmlns='urn:other'><KmsUri/></x>")
                .replace("</KmsMessage>", "</KmsMessage><y xmlns='urn:other'/>");

        assertThat(read(xml).message()).isEqualTo(read(INIT).message());
    }

    @Test
    void theUserIdMayBeInBase64() {
        String hex = "060c5cddd13b87be1e37d3ff091101684b88aadef26c409a8b49c8da9dd81a05";
        String base64 = Base64.getEncoder().encodeToString(Octets.ofHex(hex).toByteArray());

        assertThat(octets(KmsFixture.keySet(KEY_PROV.replace(hex, base64))))
                .isEqualTo(octets(KmsFixture.keySet(KEY_PROV)));
        assertRefused(KEY_PROV.replace(hex, hex.substring(2)), Rule.VALUE, "UserID: is not 32 octets");
        assertRefused(KEY_PROV.replace(hex, "x".repeat(64)), Rule.VALUE, "UserID: is not 32 octets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE KmsResponse SYSTEM \"file:///etc/passwd\">",
                "<!DOCTYPE KmsResponse [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE KmsResponse [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/x\"> %x;]>",
                "<!DOCTYPE KmsResponse [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
            })
    void nothingIsFetchedOrExpanded(String doctype) {
        String xml = INIT.replaceFirst("<KmsResponse", doctype + "<KmsResponse")
                .replace("<KmsUri>localhost", "<KmsUri>&x;localhost");

        KmsXmlException e = assertRefused(xml, Rule.NO_DOCTYPE, "a document type is not allowed, at line 2");
        assertThat(e.line()).isEqualTo(2);
        assertThat(e).hasNoCause();
    }

    @Test
    void whereNothingCouldBeReadIsTheBeginning() {
        KmsXmlException e = assertRefused("<?xml version=a\"", Rule.WELL_FORMED, "at line 1, column 1");
        assertThat(e.line()).isEqualTo(1);
        assertThat(e.column()).isEqualTo(1);
    }

    @Test
    void sizeIsBounded() {
        String open = INIT.substring(0, INIT.indexOf("<KmsInit"));
        assertRefused(" ".repeat(XmlTree.MOST_OCTETS + 1), Rule.SIZE, "more than 1048576 octets");
        assertRefused(open + "<a>".repeat(20), Rule.SIZE, "16 inside each other");
        assertRefused(open + "<a/>".repeat(20_001), Rule.SIZE, "more than 20000 elements");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<", "no XML", "\u0000", "<a></b>", "<a/><b/>", "<a>&x;</a>"})
    void whatIsNotXmlIsRefused(String text) {
        assertRefused(text, Rule.WELL_FORMED, "not well-formed XML, at line");
    }

    @Test
    void otherDocumentsAreRefused() {
        assertRefused("<KmsResponse/>", Rule.DOCUMENT_ELEMENT, "the document is not a KmsResponse of urn:3gpp:ns");
        assertRefused(
                INIT.replace("mcsecKMSInterface:1.0", "mcsecKMSInterface:2.0"), Rule.DOCUMENT_ELEMENT, "at line 2");
        assertRefused("<KmsRequest xmlns='urn:3gpp:ns:mcsecKMSInterface:1.0'/>", Rule.DOCUMENT_ELEMENT, "at line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UserUri",
                "KmsUri",
                "Time",
                "ClientReqUrl",
                "UserIdFormat",
                "UserKeyPeriod",
                "UserKeyOffset",
                "PubEncKey",
                "PubAuthKey"
            })
    @Proves("T33180-D.3.2-01")
    void everyElementHasToBeThereOnce(String name) {
        String element = "<" + name + ">[^<]*</" + name + ">";
        assertRefused(INIT.replaceAll(element, ""), Rule.MISSING, name);
        assertRefused(INIT.replaceAll("(" + element + ")", "$1$1"), rule(name), name);
    }

    /** A second one stands where the next one has to, or where none may. */
    private static Rule rule(String name) {
        return name.equals("PubAuthKey") || name.equals("ClientReqUrl") ? Rule.MISPLACED : Rule.MISSING;
    }

    @ParameterizedTest
    @ValueSource(strings = {"UserID", "KeyPeriodNo", "UserDecryptKey", "UserSigningKeySSK", "UserPubTokenPVT"})
    void everyElementOfAKeySetHasToBeThere(String name) {
        String element = "<" + name + ">[^<]*</" + name + ">";
        assertRefused(KEY_PROV.replaceAll(element, ""), Rule.MISSING, name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Time>2021-05-10T11:23:02 | <Time>yesterday | VALUE | Time: a time such as 2026-11-23T12:00:00Z",
                "<UserKeyPeriod>2592000 | <UserKeyPeriod>0 | VALUE | UserKeyPeriod: a key period has at least one second",
                "<UserKeyPeriod>2592000 | <UserKeyPeriod>-1 | VALUE | UserKeyPeriod: a number that is not negative",
                "<UserKeyOffset>0 | <UserKeyOffset>99999999999999999999 | VALUE | UserKeyOffset: a number",
                "Role=\"Root\" | Role=\"root\" | VALUE | KmsCertificate: its role is to be Root or External",
                "Role=\"Root\" | IsSecurityGateway=\"yes\" | VALUE | KmsCertificate: true or false",
                "<UserIdFormat>2 | <UserIdFormat>1 | UNSUPPORTED | UserIdFormat: identifiers of another format than 2",
                "</PubAuthKey> | </PubAuthKey><ParameterSet>2</ParameterSet> | UNSUPPORTED | ParameterSet: only parameter set 1",
                "</PubAuthKey> | </PubAuthKey><KmsDomainList/> | MISSING | KmsDomainList: has to hold KmsDomain",
                "</PubAuthKey> | </PubAuthKey><Other/> | MISPLACED | Other: does not belong in KmsCertificate",
                "<PubEncKey>04 | <PubEncKey>02 | KEY | PubEncKey: the KMS public key is not an uncompressed point",
                "<PubEncKey>0459 | <PubEncKey>0458 | KEY | PubEncKey: the KMS public key is not an uncompressed point",
                "<PubEncKey>04 | <PubEncKey>4 | VALUE | PubEncKey: is not written in hexadecimal digits",
                "<PubEncKey>04 | <PubEncKey>0G | VALUE | PubEncKey: is not written in hexadecimal digits",
                "<PubAuthKey>0450 | <PubAuthKey>0451 | KEY | PubAuthKey: the KPAK is not an uncompressed point",
                "<PubAuthKey>04 | <PubAuthKey><b/>04 | MISPLACED | b: stands in PubAuthKey",
            })
    @Proves("T33180-D.3.2-01")
    void valuesAreOfTheirType(String good, String bad, Rule rule, String text) {
        assertRefused(INIT.replace(good, bad), rule, text);
    }

    @Test
    void aPublicKeyOfSmallOrderIsRefused() {
        assertRefused(
                INIT.replaceAll("<PubEncKey>[^<]*", "<PubEncKey>04" + "00".repeat(256)),
                Rule.KEY,
                "PubEncKey: the KMS public key is not in the subgroup of order q");
    }

    @Test
    @Proves("T33180-D.1-01")
    void encryptedKeysAreRefusedByName() {
        assertRefused(
                KEY_PROV.replaceAll(
                        "<UserDecryptKey>[^<]*",
                        "<UserDecryptKey><EncryptedKey xmlns='http://www.w3.org/2001/04/xmlenc#'/>"),
                Rule.ENCRYPTED,
                "UserDecryptKey: keys under a transport key are not read");
    }

    /** Cut off anywhere it is not XML any more; with an octet changed it is read or refused, and no refusal quotes a key. */
    @Test
    void damagedXmlIsReadOrRefused() {
        byte[] good = KEY_PROV.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < good.length - 1; at++) {
            byte[] cut = Arrays.copyOf(good, at);
            assertThatThrownBy(() -> KmsXmlReader.read(cut)).as("cut at " + at).isInstanceOf(KmsXmlException.class);
            byte[] changed = good.clone();
            changed[at] ^= (byte) (1 << at % 7);
            try (KmsResponse response = KmsXmlReader.read(changed)) {
                assertThat(response.kmsUri()).isNotEmpty();
            } catch (MikeyException e) {
                assertThat(e).as("octet " + at).isInstanceOf(KmsXmlException.class);
                assertThat(e.getMessage())
                        .doesNotContainIgnoringCase("D31C6FD2")
                        .doesNotContainIgnoringCase("0451E8E3");
            }
        }
    }
}
