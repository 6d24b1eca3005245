package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.crypto.MacAlgorithm;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ibake.KeyAuthority;
import org.mikey4j.exchange.ibake.KeyIssuer;
import org.mikey4j.exchange.ibake.KeyRequest;
import org.mikey4j.exchange.ibake.KeyRequester;
import org.mikey4j.exchange.ibake.PendingKeyRequest;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;

/** Our own ends of a request for the private keys of MIKEY-IBAKE, under a key that they share (RFC 6267, 4.2.1). */
final class IbakeKeyEnds {
    private IbakeKeyEnds() {}

    /** A REQUEST_KEY_INIT for the end's own keys and, if it names a peer, for the peer's. */
    static PendingKeyRequest request(Setup setup, Clock clock) {
        Prf prf = Prf.of(setup.prf()).orElseThrow();
        return new KeyRequester(setup.settings(clock))
                .request(
                        setup.psk().orElseThrow(),
                        new KeyRequest(
                                Stream.of(setup.own(), setup.peer())
                                        .flatMap(Optional::stream)
                                        .toList(),
                                setup.kms().orElseThrow(),
                                Optional.empty(),
                                prf,
                                prf == Prf.HMAC_SHA_256 ? MacAlgorithm.HMAC_SHA_256_256 : MacAlgorithm.HMAC_SHA_1_160));
    }

    /** The service, which gives each of its users the keys of its own identity. */
    static KeyIssuer service(Setup setup, Clock clock) throws IOException {
        Map<String, SecretBytes> users = setup.users();
        CheckedKeys.Issuing issuing = setup.issuing();
        return new KeyIssuer(
                setup.settings(clock),
                setup.own().orElseThrow(),
                new KeyIssuer.Users(
                        id -> Optional.ofNullable(users.get(id.text())),
                        PeerTrust.of(
                                new PkixValidator(PkixPolicy.trusting(List.of()).build())),
                        chash -> Optional.empty()),
                setup.replays(clock),
                KeyAuthority.ofOwnIdentities(issuing.master(), issuing.dates(), id -> users.containsKey(id.text())));
    }
}
