package org.mikey4j.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.media.LibsrtpPolicy;
import org.mikey4j.media.LibsrtpPolicy.CryptoPolicy;
import org.mikey4j.media.LibsrtpPolicy.MasterKey;
import org.mikey4j.message.Octets;

/** A function in C that fills in libsrtp's policy for a stream. */
final class LibsrtpSnippet {
    private LibsrtpSnippet() {}

    static List<String> lines(int csId, LibsrtpPolicy policy) {
        List<String> c = new ArrayList<>();
        c.add("/* Crypto session " + csId + ": call with a policy, then srtp_create() or srtp_add_stream(). */");
        c.add("#include <string.h>");
        c.add("#include <srtp2/crypto_types.h>");
        c.add("#include <srtp2/srtp.h>");
        c.add("static void mikey_cs" + csId + "(srtp_policy_t *policy)");
        c.add("{");
        for (int i = 0; i < policy.keys().size(); i++) {
            MasterKey key = policy.keys().get(i);
            c.add("    static unsigned char key" + i + "[] = {" + octets(key.key()) + "};");
            if (!key.mkiId().isEmpty()) {
                c.add("    static unsigned char mki" + i + "[] = {" + octets(key.mkiId()) + "};");
            }
        }
        boolean single =
                policy.keys().size() == 1 && policy.keys().get(0).mkiId().isEmpty();
        if (!single) {
            keys(c, policy.keys());
        }
        c.add("    memset(policy, 0, sizeof *policy);");
        c.add("    policy->ssrc.type = " + ssrcType(policy) + ";");
        c.add(String.format("    policy->ssrc.value = 0x%08x;", policy.ssrc()));
        crypto(c, "rtp", policy.rtp());
        crypto(c, "rtcp", policy.rtcp());
        if (single) {
            c.add("    policy->key = key0;");
        } else {
            c.add("    policy->keys = keys;");
            c.add("    policy->num_master_keys = " + policy.keys().size() + ";");
        }
        c.add("    policy->window_size = 128;");
        c.add("}");
        if (policy.roc() != 0) {
            c.add(String.format(
                    "/* Once the stream is added: srtp_set_stream_roc(session, 0x%08x, %d); */",
                    policy.ssrc(), policy.roc()));
        }
        return c;
    }

    private static void keys(List<String> c, List<MasterKey> keys) {
        for (int i = 0; i < keys.size(); i++) {
            int mki = keys.get(i).mkiId().length();
            c.add("    static srtp_master_key_t master" + i + " = {key" + i + ", " + (mki == 0 ? "0" : "mki" + i) + ", "
                    + mki + "};");
        }
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            list.append(i == 0 ? "" : ", ").append("&master").append(i);
        }
        c.add("    static srtp_master_key_t *keys[] = {" + list + "};");
    }

    private static void crypto(List<String> c, String name, CryptoPolicy policy) {
        String prefix = "    policy->" + name + ".";
        c.add(prefix + "cipher_type = " + cipher(policy.cipherType()) + ";");
        c.add(prefix + "cipher_key_len = " + policy.cipherKeyLen() + ";");
        c.add(prefix + "auth_type = " + (policy.authType() == 0 ? "SRTP_NULL_AUTH" : "SRTP_HMAC_SHA1") + ";");
        c.add(prefix + "auth_key_len = " + policy.authKeyLen() + ";");
        c.add(prefix + "auth_tag_len = " + policy.authTagLen() + ";");
        c.add(prefix + "sec_serv = " + services(policy.secServ()) + ";");
    }

    private static String ssrcType(LibsrtpPolicy policy) {
        return switch (policy.ssrcType()) {
            case SPECIFIC -> "ssrc_specific";
            case ANY_INBOUND -> "ssrc_any_inbound";
            case ANY_OUTBOUND -> "ssrc_any_outbound";
        };
    }

    private static String cipher(int type) {
        return switch (type) {
            case 1 -> "SRTP_AES_ICM_128";
            case 4 -> "SRTP_AES_ICM_192";
            case 5 -> "SRTP_AES_ICM_256";
            case 6 -> "SRTP_AES_GCM_128";
            case 7 -> "SRTP_AES_GCM_256";
            default -> Integer.toString(type);
        };
    }

    private static String services(int services) {
        return switch (services) {
            case 0 -> "sec_serv_none";
            case 1 -> "sec_serv_conf";
            case 2 -> "sec_serv_auth";
            default -> "sec_serv_conf_and_auth";
        };
    }

    private static String octets(SecretBytes secret) {
        byte[] octets = secret.toByteArray();
        try {
            return octets(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static String octets(Octets octets) {
        return octets(octets.toByteArray());
    }

    /** In the notation in which {@link SecretMask} looks for keys. */
    static String octets(byte[] octets) {
        StringBuilder text = new StringBuilder(6 * octets.length);
        for (byte octet : octets) {
            text.append(text.isEmpty() ? "" : ", ").append(String.format("0x%02x", octet & 0xff));
        }
        return text.toString();
    }
}
