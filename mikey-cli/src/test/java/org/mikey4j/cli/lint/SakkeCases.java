package org.mikey4j.cli.lint;

import static org.mikey4j.cli.lint.Sample.NOW;
import static org.mikey4j.cli.lint.Sample.random;
import static org.mikey4j.cli.lint.Sample.sakke;
import static org.mikey4j.cli.lint.Sample.t;
import static org.mikey4j.cli.lint.Sample.text;

import java.util.List;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.TsType;

/** Cases of the rules about MIKEY-SAKKE. */
final class SakkeCases {
    private static final String EXAMPLE_R = "269d4c8fdeb66a74e4ef8c0d5dcc597ddfe6029c2affc4936008cd2cc1045d81";

    private SakkeCases() {}

    static List<RuleCase> all() {
        Sample good = sakke();
        return List.of(
                RuleCase.of("SAKKE_PRF", sakke().prf(0), good),
                RuleCase.of("SAKKE_V", sakke().v(), good),
                mcx("MCX_TIMESTAMP", sakke().with(new TPayload(TsType.NTP, t(NOW).tsValue()))),
                RuleCase.of(
                        "ECCSI_EXAMPLE_NONCE",
                        sakke().with(new SignPayload(
                                2, Octets.ofHex(EXAMPLE_R + random(97, 1).toHex()))),
                        good),
                RuleCase.of("SAKKE_SIGNATURE", sakke().with(new SignPayload(0, random(256, 1))), good),
                RuleCase.of("UID_IS_TEXT", uid(text(random(32, 5).toHex())), good),
                RuleCase.of("IDR_ENDS_WITH_NUL", uid(text("streamwide.com\0")), good),
                mcx("MCX_IDR_ROLE", sakke().with(new IdrPayload(IdRole.IDR_I, 1, random(32, 5)))),
                RuleCase.of("IDR_ROLE_REPEATED", sakke().plus(new IdrPayload(IdRole.IDR_UIDI, 0, random(32, 6))), good),
                mcx("MCX_KMS_MISSING", sakke().without(IdrPayload.class)),
                mcx("MCX_GROUP_MAP", sakke().map(new EmptyMap(1, 0))),
                new RuleCase(
                        "MCX_PRIVATE_MAP",
                        Profile.TS33180,
                        sakke().csbId(0x10000001L).hex(),
                        sakke().csbId(0x10000001L).map(new EmptyMap(1, 0)).hex()),
                RuleCase.of(
                        "MCX_CLEAR_KEY_PARAMETERS",
                        sakke().with(new GeneralExtensionPayload(
                                7, Octets.ofHex("01" + random(16, 1).toHex()))),
                        good),
                mcx("MCX_KEY_PARAMETERS_MISSING", sakke().without(GeneralExtensionPayload.class)),
                RuleCase.of("MCX_EXTENSION_BEFORE_SAKKE", before(), good),
                mcx("MCX_KEY_ID_PURPOSE", sakke().csbId(0xf0000001L)));
    }

    private static RuleCase mcx(String rule, Sample found) {
        return RuleCase.of(rule, found, sakke()).in(Profile.TS33180);
    }

    private static Sample uid(Octets octets) {
        return sakke().with(new IdrPayload(IdRole.IDR_UIDI, 0, octets));
    }

    private static Sample before() {
        GeneralExtensionPayload extension =
                new GeneralExtensionPayload(7, Octets.ofHex("43" + random(60, 8).toHex()));
        return sakke().without(GeneralExtensionPayload.class)
                .without(SakkePayload.class)
                .plus(extension)
                .plus(new SakkePayload(1, 2, random(273, 7)));
    }
}
