package org.mikey4j.cli.lint.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Placed;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Rule;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.IdScheme;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.TsType;

/** What mission-critical services make of MIKEY-SAKKE (TS 33.180, annex E). */
public final class McxRules {
    private static final String PROFILE = "TS 33.180, annex E";
    private static final int UID = 32;
    private static final long PURPOSE_SHIFT = 28;
    private static final int PURPOSE_PRIVATE_CALL = 1;
    private static final int LAST_PURPOSE = 6;
    private static final int PROTECTED_PARAMETERS = 0x40;

    private McxRules() {}

    /** The rules. */
    public static List<Rule> all() {
        return List.of(
                timestamp(),
                roles(),
                kms(),
                map(),
                privateMap(),
                clearParameters(),
                parametersMissing(),
                order(),
                purpose());
    }

    private static Rule timestamp() {
        return Rule.error("MCX_TIMESTAMP", PROFILE)
                .title("Mission-critical messages have NTP-UTC timestamps")
                .why("The profile allows no other kind, and the period of the keys is found by the time.")
                .remedy("Send NTP-UTC.")
                .onlyIn(Profile.TS33180)
                .message((message, report) -> message.all(TPayload.class).stream()
                        .filter(t -> t.value().tsType() != TsType.NTP_UTC
                                && t.value().tsType() != TsType.COUNTER)
                        .forEach(t -> report.at(
                                t.offset(), "T", TsType.REGISTRY.name(t.value().tsType()))));
    }

    private static Rule roles() {
        return Rule.warning("MCX_IDR_ROLE", PROFILE)
                .title("An identity under the wrong role")
                .why(
                        "Hidden identities have the roles 8 and 9, identities in the clear 1 and 2. Receivers look for what they "
                                + "need by its role.")
                .remedy("Put 32-octet identifiers under 8 and 9, URIs under 1 and 2.")
                .known(
                        "SmartMS (identifiers under 1 and 2)",
                        "Softil and Thales (URIs beside the scheme of hidden identities)")
                .onlyIn(Profile.TS33180)
                .message((message, report) -> {
                    boolean hidden = message.first(SakkePayload.class)
                            .filter(sakke -> sakke.value().idScheme() == IdScheme.HASHED_UID_3GPP)
                            .isPresent();
                    for (Placed<IdrPayload> idr : message.all(IdrPayload.class)) {
                        int role = idr.value().idRole();
                        if (hidden && (role == IdRole.IDR_I || role == IdRole.IDR_R)) {
                            report.at(idr.offset(), "IDR", SakkeRules.role(idr.value()) + " with hashed identifiers");
                        } else if (role >= IdRole.IDR_UIDI
                                && idr.value().idData().length() != UID) {
                            report.at(
                                    idr.offset(),
                                    "IDR",
                                    SakkeRules.role(idr.value()) + " of "
                                            + idr.value().idData().length() + " octets");
                        }
                    }
                });
    }

    private static Rule kms() {
        return Rule.error("MCX_KMS_MISSING", PROFILE)
                .title("The key management servers are not named")
                .why("A receiver with several of them cannot know which keys to use.")
                .remedy("Add identities with the roles 6 and 7.")
                .onlyIn(Profile.TS33180)
                .message((message, report) -> {
                    Set<Integer> roles = new HashSet<>();
                    message.all(IdrPayload.class)
                            .forEach(idr -> roles.add(idr.value().idRole()));
                    if (SakkeRules.is(message) && !roles.containsAll(Set.of(IdRole.IDR_KMSI, IdRole.IDR_KMSR))) {
                        report.at(0, "HDR", "roles IDRkmsi and IDRkmsr are wanted");
                    }
                });
    }

    private static Rule map() {
        return Rule.warning("MCX_GROUP_MAP", PROFILE)
                .title("A group or client-server key under the wrong map")
                .why("The profile has one session in a GENERIC-ID map. Receivers that go by it find no session.")
                .remedy("Send a GENERIC-ID map with one entry.")
                .known("Alea (empty map)", "old Streamwide and SmartMS (SRTP-ID with two entries)")
                .onlyIn(Profile.TS33180)
                .message((message, report) -> message.header().ifPresent(header -> {
                    boolean generic = header.csIdMap() instanceof GenericIdMap map && map.csCount() == 1;
                    if (SakkeRules.is(message) && purpose(header) != PURPOSE_PRIVATE_CALL && !generic) {
                        report.at(
                                8,
                                "HDR",
                                "map type " + header.csIdMap().mapType() + " with "
                                        + header.csIdMap().csCount() + " entries");
                    }
                }));
    }

    private static Rule privateMap() {
        return Rule.warning("MCX_PRIVATE_MAP", PROFILE)
                .title("A private call key under the wrong map")
                .why("The profile has an empty map for it; the sessions are told elsewhere.")
                .remedy("Send the empty map.")
                .known("Alea (GENERIC-ID without entries)")
                .onlyIn(Profile.TS33180)
                .message((message, report) -> message.header().ifPresent(header -> {
                    if (SakkeRules.is(message)
                            && purpose(header) == PURPOSE_PRIVATE_CALL
                            && !(header.csIdMap() instanceof EmptyMap)) {
                        report.at(8, "HDR", "map type " + header.csIdMap().mapType());
                    }
                }));
    }

    private static Rule clearParameters() {
        return Rule.warning("MCX_CLEAR_KEY_PARAMETERS", PROFILE)
                .title("Key parameters in the clear")
                .why(
                        "Which group a key is for, and how long it is valid, can be read by everybody on the path. The profile has "
                                + "them encrypted under a key that is derived from the secret.")
                .remedy("Encrypt them; accept the old form only from peers that are known to send it.")
                .known("Streamwide up to 1.1.13 and 2.0.2 (17 octets)", "SmartMS (21)", "Thales (14)")
                .message((message, report) -> parameters(message).stream()
                        .filter(extension -> extension.value().data().isEmpty()
                                || (extension.value().data().at(0) & PROTECTED_PARAMETERS) == 0)
                        .forEach(extension -> report.at(
                                extension.offset(),
                                "GENERAL_EXT",
                                extension.value().data().length() + " octets, not protected")));
    }

    private static Rule parametersMissing() {
        return Rule.note("MCX_KEY_PARAMETERS_MISSING", PROFILE)
                .title("No key parameters")
                .why(
                        "The receiver learns neither how long the key is valid nor, for a group key, which group it is for.")
                .remedy("Add the general extension 7.")
                .known("Softil", "Alea (client-server keys)")
                .onlyIn(Profile.TS33180)
                .message((message, report) -> {
                    if (SakkeRules.is(message) && parameters(message).isEmpty()) {
                        report.at(0, "HDR", "no general extension 7");
                    }
                });
    }

    private static Rule order() {
        return Rule.note("MCX_EXTENSION_BEFORE_SAKKE", PROFILE)
                .title("The key parameters stand before what opens them")
                .why(
                        "Their key comes out of SAKKE. The order is free, but a receiver that works from front to back has to keep "
                                + "them.")
                .remedy("Put general extensions behind SAKKE.")
                .known("Alea (before)", "Streamwide (behind)")
                .message((message, report) -> {
                    List<Integer> types = StructureRules.types(message);
                    int sakke = types.indexOf(PayloadType.SAKKE);
                    int extension = types.indexOf(PayloadType.GENERAL_EXT);
                    if (extension >= 0
                            && sakke > extension
                            && !parameters(message).isEmpty()) {
                        report.at(parameters(message).get(0).offset(), "GENERAL_EXT", "SAKKE follows");
                    }
                });
    }

    private static Rule purpose() {
        return Rule.warning("MCX_KEY_ID_PURPOSE", PROFILE)
                .title("A key ID that does not say what the key is for")
                .why(
                        "The first four bits of the ID tell group keys from those of private calls and of client and server.")
                .remedy("Begin the ID with 0 for a group, 1 for a private call, 2 for client and server; 3 to 6 have "
                        + "other purposes.")
                .onlyIn(Profile.TS33180)
                .message((message, report) -> message.header().ifPresent(header -> {
                    if (SakkeRules.is(message) && purpose(header) > LAST_PURPOSE) {
                        report.at(4, "HDR", "the ID begins with " + purpose(header));
                    }
                }));
    }

    private static int purpose(CommonHeader header) {
        return (int) (header.csbId() >>> PURPOSE_SHIFT);
    }

    private static List<Placed<GeneralExtensionPayload>> parameters(MessageSubject message) {
        return message.all(GeneralExtensionPayload.class).stream()
                .filter(e -> e.value().extensionType() == GeneralExtensionType.KEY_PARAMETERS_3GPP)
                .toList();
    }
}
