package org.mikey4j.cli.lint.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Placed;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Severity;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.PrfFunc;
import org.mikey4j.message.registry.SType;

/** MIKEY-SAKKE (RFC 6509) and what mission-critical services make of it (TS 33.180, annex E). */
public final class SakkeRules {
    private static final String PROFILE = "TS 33.180, annex E";
    private static final int UID = 32;
    private static final int HEX_UID = 64;

    /** The first half of the signature in RFC 6507's example: made with its published random number. */
    private static final Octets EXAMPLE_R =
            Octets.ofHex("269d4c8fdeb66a74e4ef8c0d5dcc597ddfe6029c2affc4936008cd2cc1045d81");

    private SakkeRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(prf(), flag(), exampleNonce(), signature(), hexUid(), trailingNul(), repeatedRole());
    }

    private static Rule prf() {
        return Rule.warning("SAKKE_PRF", "RFC 6509, 2.1.1; " + PROFILE)
                .title("MIKEY-SAKKE with the function MIKEY-1")
                .why("The mode goes with PRF-HMAC-SHA-256; a receiver that takes that for granted derives other keys.")
                .remedy("Send 1 in the header.")
                .known("SmartMS")
                .in(Profile.TS33180, Severity.ERROR)
                .message((message, report) -> {
                    if (is(message)
                            && message.header()
                                    .filter(h -> h.prfFunc() == PrfFunc.MIKEY_1)
                                    .isPresent()) {
                        report.at(3, "HDR", "the function is MIKEY-1");
                    }
                });
    }

    private static Rule flag() {
        return Rule.warning("SAKKE_V", "RFC 6509, 2.1.1")
                .title("MIKEY-SAKKE has no answer to ask for")
                .why("The mode has one message; the V flag asks for one that does not exist.")
                .remedy("Clear the flag.")
                .known("SmartMS")
                .message((message, report) -> {
                    if (is(message) && message.header().filter(CommonHeader::v).isPresent()) {
                        report.at(3, "HDR", "V is set");
                    }
                });
    }

    private static Rule exampleNonce() {
        return Rule.error("ECCSI_EXAMPLE_NONCE", "RFC 6507, 5.2.1 and appendix A")
                .title("A signature with the random number of the RFC's example")
                .why(
                        "The number is printed in the RFC. Whoever knows the random number of a signature computes the signing key "
                                + "from it: this key is public.")
                .remedy("Draw the number at random for each signature, and have the signing key replaced.")
                .known("Thales")
                .message((message, report) -> message.all(SignPayload.class).stream()
                        .filter(sign -> sign.value().signature().length() >= UID
                                && sign.value().signature().slice(0, UID).equals(EXAMPLE_R))
                        .forEach(sign -> report.at(sign.offset(), "SIGN", "its first half is the one in the RFC")));
    }

    private static Rule signature() {
        return Rule.error("SAKKE_SIGNATURE", "RFC 6509, 4")
                .title("MIKEY-SAKKE is signed with ECCSI")
                .why(
                        "Receivers know the sender by its identifier and have no certificate to check another signature with.")
                .remedy("Sign with ECCSI.")
                .message((message, report) -> {
                    if (is(message)) {
                        message.all(SignPayload.class).stream()
                                .filter(sign -> sign.value().sType() != SType.ECCSI)
                                .forEach(sign -> report.at(
                                        sign.offset(),
                                        "SIGN",
                                        SType.REGISTRY.name(sign.value().sType())));
                    }
                });
    }

    private static Rule hexUid() {
        return Rule.warning("UID_IS_TEXT", PROFILE)
                .title("An identifier as hexadecimal text")
                .why(
                        "The identifier has 32 octets. As 64 digits it is another identifier to SAKKE and ECCSI, and neither "
                                + "decryption nor the signature works out at the other end.")
                .remedy("Send the 32 octets. To read such a peer, try the text in lower and in upper case.")
                .known("Airbus KMS and SmartMS (compute with the text)", "Streamwide (a switch at build time)")
                .message((message, report) -> message.all(IdrPayload.class).stream()
                        .filter(idr -> isHex(idr.value().idData()))
                        .forEach(idr -> report.at(idr.offset(), "IDR", "64 hexadecimal digits")));
    }

    private static Rule trailingNul() {
        return Rule.warning("IDR_ENDS_WITH_NUL", "RFC 6043, 6.6")
                .title("An identity with a zero octet at its end")
                .why("It came out of a C string. Compared octet by octet it is another identity.")
                .remedy("Send the text alone. Receivers can leave out one zero at the end before they compare.")
                .known("SmartMS")
                .message((message, report) -> message.all(IdrPayload.class).stream()
                        .filter(idr -> isText(idr.value()) && last(idr.value().idData()) == 0)
                        .forEach(idr -> report.at(idr.offset(), "IDR", role(idr.value()))));
    }

    private static Rule repeatedRole() {
        return Rule.warning("IDR_ROLE_REPEATED", "RFC 6043, 6.6")
                .title("Two identities with one role")
                .why("It is not known which of them is meant.")
                .remedy("Send one identity for each role.")
                .known("maisieed (overwrites the role of the second)")
                .message((message, report) -> {
                    Set<Integer> seen = new HashSet<>();
                    for (Placed<IdrPayload> idr : message.all(IdrPayload.class)) {
                        if (!seen.add(idr.value().idRole())) {
                            report.at(idr.offset(), "IDR", "a second " + role(idr.value()));
                        }
                    }
                });
    }

    static boolean is(MessageSubject message) {
        return message.isOf(DataType.SAKKE);
    }

    static String role(IdrPayload idr) {
        return IdRole.REGISTRY.name(idr.idRole());
    }

    private static int last(Octets octets) {
        return octets.at(octets.length() - 1);
    }

    /** Whether it is a name and not a hashed identifier. */
    private static boolean isText(IdrPayload idr) {
        return !idr.idData().isEmpty()
                && idr.idData().length() != UID
                && KeyRules.isText(idr.idData().at(0));
    }

    private static boolean isHex(Octets octets) {
        if (octets.length() != HEX_UID) {
            return false;
        }
        for (int i = 0; i < octets.length(); i++) {
            if (Character.digit(octets.at(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
