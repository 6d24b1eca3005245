package org.mikey4j.cli.call;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.secret.IbeService;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeDomain;
import org.mikey4j.crypto.ibe.IbeMasterSecret;
import org.mikey4j.exchange.PeerTrust;
import org.mikey4j.exchange.ibake.IbakeDates;
import org.mikey4j.exchange.ibake.KeyAuthority;
import org.mikey4j.exchange.ibake.KeyIssue;
import org.mikey4j.exchange.ibake.KeyIssuer;
import org.mikey4j.kmc.ControlPlaneKeys;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.trust.PkixPolicy;
import org.mikey4j.trust.PkixValidator;

/**
 * The key management service of a network, which issues the private keys of its users for a month (RFC 6267, 4.2.1). It shares a key with
 * its user from bootstrapping (3GPP TS 33.220).
 */
final class IbakeHome implements AutoCloseable {
    private static final int CAPACITY = 1000;
    private static final int KEY_OCTETS = 16;

    private final String name;
    private final IdPayload id;
    private final IbeService service;
    private final IbeMasterSecret master;
    private final SecretBytes psk;
    private final KmsPost post;

    /** @param name in the trace */
    IbakeHome(String name, String domain, IdPayload user, Parties parties, CallTrace trace) {
        this.name = name;
        String host = "kms." + domain;
        this.id = IdPayload.uri("sip:" + host);
        this.master = IbeMasterSecret.generate(IbeDomain.DEFAULT, parties.random());
        this.service = new IbeService(
                host, IbakeDates.MONTH, List.of(domain), master.parameters().encode(), Optional.empty());
        this.psk = bootstrapped(host, user, parties);
        KeyIssuer issuer = new KeyIssuer(
                parties.settings(),
                id,
                new KeyIssuer.Users(
                        asker -> asker.equals(user) ? Optional.of(psk) : Optional.empty(),
                        PeerTrust.of(new PkixValidator(
                                PkixPolicy.trusting(List.of(parties.root())).build())),
                        chash -> Optional.empty()),
                InMemoryReplayCache.builder(parties.clock(), parties.random(), CAPACITY)
                        .trackedSince(Instant.MIN)
                        .build(),
                KeyAuthority.ofOwnIdentities(master, IbakeDates.MONTH, user::equals));
        post = new KmsPost(message -> answer(issuer, message, trace));
    }

    private static SecretBytes bootstrapped(String host, IdPayload user, Parties parties) {
        try (ControlPlaneKeys.Registration registration = new ControlPlaneKeys.Registration(
                SecretBytes.random(parties.random(), KEY_OCTETS),
                SecretBytes.random(parties.random(), KEY_OCTETS),
                Octets.copyOf(SecretBytes.random(parties.random(), KEY_OCTETS).toByteArray()),
                user.text())) {
            return ControlPlaneKeys.ksNaf(registration, host, ControlPlaneKeys.UA_IMS_KMS);
        }
    }

    private Optional<Octets> answer(KeyIssuer issuer, Octets message, CallTrace trace) {
        KeyIssue result = issuer.receive(message, Octets.EMPTY);
        if (result instanceof KeyIssue.Issued issued) {
            trace.knows(name, "has made the private keys of its user");
            return Optional.of(issued.reply().octets());
        }
        return result instanceof KeyIssue.Refused refused
                ? refused.rejected().errorMessage().map(MikeyMessage::octets)
                : Optional.empty();
    }

    String name() {
        return name;
    }

    IdPayload id() {
        return id;
    }

    /** What is public of it. */
    IbeService service() {
        return service;
    }

    /** The key that it shares with its user. */
    SecretBytes psk() {
        return psk.copy();
    }

    Octets post(Octets message) {
        return post.post(message);
    }

    @Override
    public void close() {
        post.close();
        psk.close();
        master.close();
    }
}
