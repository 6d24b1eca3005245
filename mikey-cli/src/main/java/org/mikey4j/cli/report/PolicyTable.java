package org.mikey4j.cli.report;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.SrtpPolicy.Authentication;
import org.mikey4j.exchange.UnusablePolicyException;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.SrtpAuthAlg;
import org.mikey4j.message.registry.SrtpEncrAlg;

/** The crypto sessions of a message and what protects each. */
final class PolicyTable {
    private static final Set<Integer> ANSWERS =
            Set.of(DataType.PSK_RESP, DataType.PK_RESP, DataType.DH_RESP, DataType.DHHMAC_RESP, DataType.ERROR);

    private PolicyTable() {}

    /** Nothing for a message that has no session, and for an answer, whose policies are those of what it answers. */
    static String html(MikeyMessage message) {
        if (ANSWERS.contains(message.header().dataType())) {
            return "";
        }
        StringBuilder rows = new StringBuilder();
        if (message.header().csIdMap() instanceof SrtpIdMap map) {
            List<SrtpId> entries = map.entries();
            for (int i = 0; i < entries.size(); i++) {
                SrtpId entry = entries.get(i);
                row(rows, i + 1, "ssrc " + hex(entry.ssrc()) + ", roc " + entry.roc(), entry.policyNo(), message);
            }
        } else if (message.header().csIdMap() instanceof GenericIdMap map) {
            for (GenericId entry : map.entries()) {
                Octets policies = entry.policyNos();
                int policyNo = policies.isEmpty() ? -1 : policies.at(0);
                row(
                        rows,
                        entry.csId(),
                        entry.spi().isEmpty() ? "" : "spi " + entry.spi().toHex(),
                        policyNo,
                        message);
            }
        }
        return rows.isEmpty()
                ? ""
                : "<div class=\"scroll\"><table class=\"policies\"><thead><tr><th>Session</th><th>Stream</th><th>Policy</th>"
                        + "<th>Cipher</th><th>Media</th><th>Control</th></tr></thead><tbody>" + rows
                        + "</tbody></table></div>";
    }

    private static void row(StringBuilder rows, int csId, String stream, int policyNo, MikeyMessage message) {
        rows.append("<tr>");
        cell(rows, "Session", "CS " + csId);
        cell(rows, "Stream", stream);
        Optional<SpPayload> payload = message.payloads(SpPayload.class).stream()
                .filter(sp -> sp.policyNo() == policyNo && sp.protType() == ProtType.SRTP)
                .findFirst();
        try {
            SrtpPolicy policy = payload.map(
                            sp -> SrtpPolicy.read(sp, 0, Set.of(Compatibility.AUTH_KEY_LENGTH_IS_TAG_LENGTH))
                                    .policy())
                    .orElseGet(SrtpPolicy::defaults);
            String name = policy.name().map(text -> ", " + text).orElse("");
            cell(rows, "Policy", (payload.isPresent() ? Integer.toString(policyNo) : "default") + name);
            cell(
                    rows,
                    "Cipher",
                    SrtpEncrAlg.REGISTRY.name(policy.encrAlg()) + ", " + 8 * policy.encrKeyLength() + " bits");
            cell(
                    rows,
                    "Media",
                    protection(policy, policy.srtp(), policy.srtpEncryption(), policy.srtpAuthentication()));
            cell(rows, "Control", protection(policy, policy.srtcp(), policy.srtcpEncryption(), true));
        } catch (UnusablePolicyException e) {
            rows.append("<td colspan=\"4\" class=\"bad\">")
                    .append(Html.escape(String.valueOf(e.getMessage())))
                    .append("</td>");
        }
        rows.append("</tr>");
    }

    private static String protection(
            SrtpPolicy policy, Authentication authentication, boolean encrypted, boolean authenticated) {
        String cipher = encrypted && policy.encrAlg() != SrtpEncrAlg.NULL ? "encrypted" : "not encrypted";
        if (policy.isAead()) {
            return cipher + ", tag " + 8 * policy.aeadTagLength() + " bits";
        }
        return !authenticated || authentication.alg() == SrtpAuthAlg.NULL
                ? cipher + ", not authenticated"
                : cipher + ", " + SrtpAuthAlg.REGISTRY.name(authentication.alg()) + ", tag "
                        + 8 * authentication.tagLength() + " bits";
    }

    /** A cell that tells its column, for screens on which a row is a block. */
    private static void cell(StringBuilder rows, String column, String text) {
        rows.append("<td data-label=\"")
                .append(column)
                .append("\">")
                .append(Html.escape(text))
                .append("</td>");
    }

    private static String hex(long value) {
        return HexFormat.of().toHexDigits((int) value);
    }
}
