package org.mikey4j.cli.call;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways to come to keys end to end. */
enum EndToEndMode {
    /** RFC 3830, 3.3. */
    DH_SIGN(
            "signed Diffie-Hellman",
            "drew its half key",
            "identities, certificates, both public values and the policy; no key, and none later"),
    /** RFC 3830, 3.2. */
    PK(
            "keys under the callee's public key",
            "drew the TGK",
            "identities, certificates, the policy, and keys sealed for UE_B; no key without its private key"),
    /** RFC 4738. */
    RSA_R(
            "keys under the caller's public key",
            "asks UE_B to draw the TGK",
            "identities, certificates, the policy, and keys sealed for UE_A; no key without its private key");

    private final String title;
    private final String offered;
    private final String readable;

    EndToEndMode(String title, String offered, String readable) {
        this.title = title;
        this.offered = offered;
        this.readable = readable;
    }

    /** What it is, in a few words. */
    String title() {
        return title;
    }

    /** What the caller has done when it makes its offer. */
    String offered() {
        return offered;
    }

    /** What whoever sees the signalling can read. */
    String readable() {
        return readable;
    }

    /** The name on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String labels() {
        return Arrays.stream(values()).map(EndToEndMode::label).collect(Collectors.joining(", "));
    }
}
