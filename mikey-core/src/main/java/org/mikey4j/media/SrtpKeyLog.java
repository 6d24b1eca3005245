package org.mikey4j.media;

import java.util.List;
import java.util.Locale;

/**
 * Lines of a key log, in the manner of the key logs of TLS: a label that no other program uses, then fields with spaces between
 * them, so that one file can hold the keys of signalling and of media. Readers of TLS key logs pass over the lines.
 *
 * <pre>SRTP_MASTER_KEY &lt;CSB ID&gt; &lt;CS ID&gt; &lt;SSRC&gt; &lt;ROC&gt; &lt;policy&gt; &lt;key&gt; &lt;salt or -&gt; &lt;MKI or -&gt;</pre>
 *
 * <p>The policy is a name such as {@code AEAD_AES_128_GCM}, or the parameters of an SP payload; all but names is hexadecimal.
 */
public final class SrtpKeyLog {
    /** What each line begins with. */
    public static final String LABEL = "SRTP_MASTER_KEY";

    private SrtpKeyLog() {}

    /**
     * A line for each master key, without line ends. They show the keys.
     *
     * @param csbId the crypto session bundle ID, 32 bits
     */
    public static List<String> lines(long csbId, SrtpKeys keys) {
        String policy = keys.policy()
                .name()
                .orElseGet(() -> keys.policy().toPayload(0).policyParam().toHex());
        return keys.masters().stream()
                .map(master -> String.format(
                        Locale.ROOT,
                        "%s %08x %02x %08x %08x %s %s %s %s",
                        LABEL,
                        csbId,
                        keys.csId(),
                        keys.ssrc(),
                        keys.roc(),
                        policy,
                        SecretText.hex(master.key()),
                        orDash(SecretText.hex(master.salt())),
                        orDash(master.mki().toHex())))
                .toList();
    }

    private static String orDash(String field) {
        return field.isEmpty() ? "-" : field;
    }
}
