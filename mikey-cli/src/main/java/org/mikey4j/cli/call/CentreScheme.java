package org.mikey4j.cli.call;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.kmc.CallCentre;
import org.mikey4j.cli.kmc.CentreLink;
import org.mikey4j.cli.kmc.TlsCentreLink;
import org.mikey4j.cli.kmc.TlsCentreListener;
import org.mikey4j.cli.sip.BodyExchange;
import org.mikey4j.cli.sip.SipFailure;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.ControlPlaneKeys;
import org.mikey4j.kmc.InMemoryKmcStore;
import org.mikey4j.kmc.KeyManagementCentre;
import org.mikey4j.kmc.Side;
import org.mikey4j.kmc.Subscriber;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;
import org.mikey4j.trust.Credentials;

/** Schemes 1 to 4: the centres of both networks issue keys (spec-notes/kmc-profile.md). */
final class CentreScheme implements CallScheme {
    private static final int CAPACITY = 10_000;
    private static final int KEY_OCTETS = 16;

    private final Kind kind;
    private final Parties parties;
    private final Streams streams;
    private final CallTrace trace;
    private final Home a;
    private final Home b;

    /** The schemes with centres. */
    enum Kind {
        /** Scheme 1. */
        USERS_EXCHANGE(CallCentre.Scheme.USERS_EXCHANGE, "the telephones exchange components that their centres issue"),
        /** Scheme 2. */
        CENTRES_COMBINE(
                CallCentre.Scheme.CENTRES_COMBINE, "the centres combine their components and hand out the result"),
        /** Scheme 3. */
        CONTROL_PLANE(
                CallCentre.Scheme.CONTROL_PLANE, "the centres derive the key from what registration left (CK and IK)"),
        /** Scheme 4. */
        BOOTSTRAPPING(
                CallCentre.Scheme.CENTRES_COMBINE,
                "the centres combine, and bootstrapping (GBA) protects what they hand out");

        private final CallCentre.Scheme scheme;
        private final String title;

        Kind(CallCentre.Scheme scheme, String title) {
            this.scheme = scheme;
            this.title = title;
        }
    }

    /** One network: its centre and its user. */
    private static final class Home {
        private final IdPayload centreId;
        private final Subscriber subscriber;
        private final ReplayCache replays;
        private final CallCentre centre;
        private final Credentials credentials;
        private Optional<TlsCentreListener> listener = Optional.empty();
        private Optional<TlsCentreLink> link = Optional.empty();

        private Home(CentreScheme scheme, String name, String domain, IdPayload user) {
            Parties parties = scheme.parties;
            ControlPlaneKeys.Registration registration = new ControlPlaneKeys.Registration(
                    SecretBytes.random(parties.random(), KEY_OCTETS),
                    SecretBytes.random(parties.random(), KEY_OCTETS),
                    Octets.copyOf(
                            SecretBytes.random(parties.random(), KEY_OCTETS).toByteArray()),
                    "private@" + domain);
            String host = "kmc." + domain;
            centreId = IdPayload.uri("sip:" + host);
            subscriber = switch (scheme.kind) {
                case USERS_EXCHANGE, CENTRES_COMBINE ->
                    new Subscriber(user, SecretBytes.random(parties.random(), KEY_OCTETS));
                case CONTROL_PLANE -> new Subscriber(user, ControlPlaneKeys.access(registration, host));
                case BOOTSTRAPPING ->
                    new Subscriber(
                            ControlPlaneKeys.bTid(registration, "bsf." + domain),
                            ControlPlaneKeys.ksNaf(registration, host, ControlPlaneKeys.UA_IMS_KMS));
            };
            replays = InMemoryReplayCache.builder(parties.clock(), parties.random(), CAPACITY)
                    .trackedSince(Instant.MIN)
                    .build();
            CallCentre.User known =
                    new CallCentre.User(subscriber, Optional.of(ControlPlaneKeys.user(registration, host)));
            registration.close();
            CentreLink other = (peer, request) -> {
                scheme.trace.between(name, "KMC_A".equals(name) ? "KMC_B" : "KMC_A", "TLS " + request.kind());
                return link.orElseThrow(() -> new IOException("this scheme needs no link"))
                        .ask(peer, request);
            };
            centre = new CallCentre(
                    scheme.kind.scheme,
                    new KeyManagementCentre(
                            parties.settings(),
                            centreId,
                            new InMemoryKmcStore(parties.clock(), parties.random(), CAPACITY)),
                    id -> id.equals(user) ? Optional.of(known) : Optional.empty(),
                    other,
                    parties.random(),
                    (call, what) -> scheme.trace.knows(name, what));
            credentials = parties.host(domain);
        }

        private void listen(Parties parties) throws IOException {
            listener = Optional.of(new TlsCentreListener(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    credentials.key(),
                    credentials.certificates(),
                    List.of(parties.root()),
                    parties.clock(),
                    centre::heard));
        }

        private void connect(Parties parties, String domain, Home other) {
            link = Optional.of(new TlsCentreLink(
                    credentials.key(),
                    credentials.certificates(),
                    List.of(parties.root()),
                    Map.of(
                            domain,
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(),
                                    other.listener.orElseThrow().port())),
                    parties.clock()));
        }

        private void close() {
            link.ifPresent(TlsCentreLink::close);
            centre.close();
            subscriber.accessKey().close();
            if (listener.isPresent()) {
                try {
                    listener.orElseThrow().close();
                } catch (IOException e) {
                    throw new SipFailure("the connection between the centres does not close", e);
                }
            }
        }
    }

    CentreScheme(Kind kind, Parties parties, Streams streams, CallTrace trace) {
        this.kind = kind;
        this.parties = parties;
        this.streams = streams;
        this.trace = trace;
        this.a = new Home(this, "KMC_A", Parties.DOMAIN_A, Parties.ALICE);
        this.b = new Home(this, "KMC_B", Parties.DOMAIN_B, Parties.BOB);
        try {
            if (kind != Kind.USERS_EXCHANGE) {
                b.listen(parties);
                a.connect(parties, Parties.DOMAIN_B, b);
            }
        } catch (IOException e) {
            close();
            throw new SipFailure("the centres cannot listen for each other", e);
        }
    }

    @Override
    public String title() {
        return kind.title;
    }

    @Override
    public Run begin(String session) {
        CallBinding call = new CallBinding(session, Parties.ALICE, Parties.BOB);
        return new CentreRun(
                kind == Kind.USERS_EXCHANGE,
                user(a, call, Side.CALLER),
                user(b, call, Side.CALLEE),
                streams,
                session,
                trace);
    }

    private org.mikey4j.kmc.CallUser user(Home home, CallBinding call, Side side) {
        return new org.mikey4j.kmc.CallUser(
                parties.settings(), home.subscriber, home.centreId, call, side, home.replays);
    }

    @Override
    public BodyExchange callerCentre() {
        return a.centre;
    }

    @Override
    public BodyExchange calleeCentre() {
        return b.centre;
    }

    @Override
    public List<Lesson> lessons() {
        boolean exchanged = kind == Kind.USERS_EXCHANGE;
        String sealed = "identities, policy, and what the centre hands out, sealed for the telephone; no key";
        String open = exchanged ? "both components, and so Kab and the media keys" : "identities and policy; no key";
        return List.of(
                new Lesson("UE_A - P-CSCF_A", exchanged ? open : sealed, exchanged),
                new Lesson("S-CSCF_A - KMC_A", exchanged ? open : sealed, exchanged),
                new Lesson("S-CSCF_A - S-CSCF_B", open, exchanged),
                new Lesson("P-CSCF_B - UE_B", exchanged ? open : sealed, exchanged),
                new Lesson("KMC_A - KMC_B (TLS 1.3)", exchanged ? "there is no such link" : "nothing", false),
                new Lesson(
                        "KMC_A, KMC_B", "Kab, and with the signalling the media keys: the operators can listen", true),
                Lesson.MEDIA);
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}
