package org.mikey4j.cli.kmc;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.mikey4j.cli.sip.BodyExchange;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.CentreMessage;
import org.mikey4j.kmc.ControlPlaneKeys;
import org.mikey4j.kmc.KeyComponent;
import org.mikey4j.kmc.KeyManagementCentre;
import org.mikey4j.kmc.KmcRefusal;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.kmc.Side;
import org.mikey4j.kmc.Subscriber;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.KeyMgmtAttribute;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpSection;

/**
 * What the centre of one network does with the calls of its users (spec-notes/kmc-profile.md): it puts what it hands out into
 * the description at session level, in the copy that goes to its own user. All else passes octet for octet. Safe under threads.
 */
public final class CallCentre implements BodyExchange, AutoCloseable {
    private static final int MOST_CALLS = 10_000_000;
    private static final int NOT_ACCEPTABLE = 488;
    private static final int UNAVAILABLE = 503;
    private static final int NONCE_OCTETS = 16;

    private final Scheme scheme;
    private final KeyManagementCentre centre;
    private final Function<IdPayload, Optional<User>> users;
    private final CentreLink link;
    private final SecureRandom random;
    private final BiConsumer<CallBinding, String> log;
    private final Set<String> begun = new HashSet<>();
    private final Map<String, CallBinding> passed = new HashMap<>();

    /** How the combined key comes about. */
    public enum Scheme {
        /** The users show each other the components that their centres hand out. */
        USERS_EXCHANGE,
        /** The centres exchange components, and hand out their combination. */
        CENTRES_COMBINE,
        /** The centres exchange what registration left of their users, and hand out what they derive from it. */
        CONTROL_PLANE
    }

    /**
     * A user of this network.
     *
     * @param subscriber how the user and the centre know each other
     * @param share what {@link ControlPlaneKeys#user} gives; only for {@link Scheme#CONTROL_PLANE}
     */
    public record User(Subscriber subscriber, Optional<SecretBytes> share) {}

    /**
     * @param centre issues and keeps the keys; closed with this
     * @param users finds the users of this network by their public identity
     * @param link the way to other centres
     * @param log is told what the centre comes to know of a call; never a key
     */
    public CallCentre(
            Scheme scheme,
            KeyManagementCentre centre,
            Function<IdPayload, Optional<User>> users,
            CentreLink link,
            SecureRandom random,
            BiConsumer<CallBinding, String> log) {
        this.scheme = scheme;
        this.centre = centre;
        this.users = users;
        this.link = link;
        this.random = random;
        this.log = log;
    }

    @Override
    public Optional<byte[]> asked(Inquiry inquiry) {
        CallBinding call = binding(inquiry.session(), inquiry.from(), inquiry.to());
        if (scheme != Scheme.USERS_EXCHANGE || side(inquiry.stage()) != Side.CALLER) {
            return Optional.empty();
        }
        try {
            return users.apply(call.caller())
                    .map(user -> component(call, Side.CALLER, user).octets().toByteArray());
        } catch (KmcRefusal | IllegalStateException e) {
            log.accept(call, "refuses a component: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Passage cross(Crossing crossing) {
        CallBinding call = binding(crossing.session(), crossing.from(), crossing.to());
        Side side = side(crossing.stage());
        Optional<User> user = users.apply(call.user(side));
        if (user.isEmpty() || crossing.session().isEmpty() || crossing.renewal()) {
            return new Passage.On(crossing.sdp());
        }
        try {
            Optional<MikeyMessage> handOut = side == Side.CALLER
                    ? forCaller(crossing, call, user.orElseThrow())
                    : forCallee(crossing, call, user.orElseThrow());
            return new Passage.On(handOut.map(message -> Sdp.parse(crossing.sdp())
                            .withAttribute(SdpSection.SESSION, KeyMgmtAttribute.MIKEY, message.octets()))
                    .orElse(crossing.sdp()));
        } catch (KmcRefusal e) {
            log.accept(call, "refuses the call: " + e.getMessage());
            return new Passage.Refused(NOT_ACCEPTABLE, e.reason() + ": " + e.getMessage());
        } catch (IOException e) {
            log.accept(call, "cannot reach the other centre: " + e.getMessage());
            return new Passage.Refused(UNAVAILABLE, "the keys of the other network are not there");
        } catch (IllegalStateException e) {
            // What cannot be remembered may not happen.
            log.accept(call, "refuses the call: " + e.getMessage());
            return new Passage.Refused(UNAVAILABLE, "no keys can be issued now");
        }
    }

    private Optional<MikeyMessage> forCaller(Crossing crossing, CallBinding call, User user) throws IOException {
        if (scheme == Scheme.USERS_EXCHANGE) {
            return Optional.empty();
        }
        if (crossing.fromCaller()) {
            if (crossing.offer() && begin(crossing.call())) {
                // Another node may have made the key, and ended before the offer went on.
                Optional<PairKey> made = centre.kept(call);
                try (PairKey key = made.isPresent() ? made.get() : agree(call, user)) {
                    if (made.isEmpty()) {
                        centre.keep(key);
                    }
                }
                pass(crossing.call(), call, Side.CALLER);
            }
            return Optional.empty();
        }
        return centre.kept(call).map(key -> deliver(key, Side.CALLER, user));
    }

    private Optional<MikeyMessage> forCallee(Crossing crossing, CallBinding call, User user) throws IOException {
        if (!crossing.fromCaller() || !crossing.offer() || !begin(crossing.call())) {
            return Optional.empty();
        }
        if (scheme == Scheme.USERS_EXCHANGE) {
            return Optional.of(component(call, Side.CALLEE, user));
        }
        PairKey key = centre.kept(call).orElseThrow(() -> new IOException("it has said nothing about this call"));
        try {
            pass(crossing.call(), call, Side.CALLEE);
        } catch (RuntimeException e) {
            key.close();
            throw e;
        }
        return Optional.of(deliver(key, Side.CALLEE, user));
    }

    private MikeyMessage component(CallBinding call, Side side, User user) {
        try (KeyComponent component = centre.issue(call, side)) {
            log.accept(call, "issues " + (side == Side.CALLER ? "Ka" : "Kb"));
            return centre.deliver(component, user.subscriber());
        }
    }

    /** Hands a key out, and wipes it. */
    private MikeyMessage deliver(PairKey key, Side side, User user) {
        try (key) {
            log.accept(key.call(), "hands out Kab");
            return centre.deliver(key, side, user.subscriber());
        }
    }

    /** The combined key of a call that a user of this network makes. */
    private PairKey agree(CallBinding call, User caller) throws IOException {
        Optional<User> callee = users.apply(call.callee());
        if (scheme == Scheme.CENTRES_COMBINE) {
            try (KeyComponent ka = centre.issue(call, Side.CALLER)) {
                log.accept(call, "issues Ka");
                try (KeyComponent kb = callee.isPresent()
                        ? centre.issue(call, Side.CALLEE)
                        : centre.accept(ask(call, CentreMessage.of(ka)), call, Side.CALLEE)) {
                    log.accept(call, "knows Kb, and makes Kab");
                    return ka.combine(kb);
                }
            }
        }
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        Octets fresh = Octets.copyOf(nonce);
        SecretBytes own = share(caller);
        if (callee.isPresent()) {
            return centre.derive(own, share(callee.orElseThrow()), call, fresh);
        }
        CentreMessage request = new CentreMessage(CentreMessage.Kind.SHARE, call, Side.CALLER, fresh, own.copy());
        try (SecretBytes theirs = SecretBytes.copyOf(ask(call, request))) {
            log.accept(call, "knows what registration left of both users, and makes Kab");
            return centre.derive(own, theirs, call, fresh);
        }
    }

    private static SecretBytes share(User user) {
        return user.share().orElseThrow(() -> new IllegalStateException("registration left nothing of this user"));
    }

    private Octets ask(CallBinding call, CentreMessage request) throws IOException {
        try (request;
                CentreMessage reply = link.ask(SipDomain.of(call.callee()), request)) {
            if (reply.kind() != request.kind()
                    || reply.side() != Side.CALLEE
                    || !reply.call().equals(call)) {
                throw new IOException("it answers about something else");
            }
            return Octets.copyOf(reply.value().toByteArray());
        }
    }

    /**
     * What this centre answers the centre of a caller's network.
     *
     * @return nothing if it refuses
     */
    public Optional<CentreMessage> heard(CentreMessage request) {
        CallBinding call = request.call();
        Optional<User> callee = users.apply(call.callee());
        CentreMessage.Kind expected =
                scheme == Scheme.CONTROL_PLANE ? CentreMessage.Kind.SHARE : CentreMessage.Kind.COMPONENT;
        boolean wanted = scheme != Scheme.USERS_EXCHANGE && request.kind() == expected && request.side() == Side.CALLER;
        if (callee.isEmpty() || !wanted) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    scheme == Scheme.CONTROL_PLANE ? shared(request, share(callee.orElseThrow())) : combined(request));
        } catch (KmcRefusal | IllegalStateException e) {
            log.accept(call, "refuses what the other centre says: " + e.getMessage());
            return Optional.empty();
        }
    }

    private CentreMessage combined(CentreMessage request) {
        CallBinding call = request.call();
        try (KeyComponent ka = centre.accept(Octets.copyOf(request.value().toByteArray()), call, Side.CALLER);
                KeyComponent kb = centre.issue(call, Side.CALLEE)) {
            log.accept(call, "issues Kb, knows Ka, and makes Kab");
            keep(kb.combine(ka));
            return CentreMessage.of(kb);
        }
    }

    private CentreMessage shared(CentreMessage request, SecretBytes own) {
        CallBinding call = request.call();
        keep(centre.derive(request.value(), own, call, request.nonce()));
        log.accept(call, "knows what registration left of both users, and makes Kab");
        return new CentreMessage(CentreMessage.Kind.SHARE, call, Side.CALLEE, Octets.EMPTY, own.copy());
    }

    private static CallBinding binding(String session, String from, String to) {
        return new CallBinding(session, IdPayload.uri(from), IdPayload.uri(to));
    }

    private static Side side(String stage) {
        return stage.startsWith("orig") ? Side.CALLER : Side.CALLEE;
    }

    private void keep(PairKey made) {
        try (made) {
            centre.keep(made);
        }
    }

    /** Whether this is the first that is seen of a SIP call. */
    private synchronized boolean begin(String sipCall) {
        if (begun.size() >= MOST_CALLS) {
            throw new IllegalStateException("there is no room for more calls");
        }
        return begun.add(sipCall);
    }

    /** The offer goes on. It is this SIP call that ends the call, and none that repeats it. */
    private void pass(String sipCall, CallBinding call, Side side) {
        centre.passOffer(call, side);
        synchronized (this) {
            passed.put(sipCall, call);
        }
    }

    @Override
    public void ended(String sipCall) {
        Optional<CallBinding> over;
        synchronized (this) {
            begun.remove(sipCall);
            over = Optional.ofNullable(passed.remove(sipCall));
        }
        over.ifPresent(call -> {
            try {
                centre.forget(call);
            } catch (IllegalStateException e) {
                // The store forgets it by itself when its time is over.
                log.accept(call, "cannot forget Kab yet: " + e.getMessage());
            }
        });
    }

    /** Wipes what opens the keys of calls. */
    @Override
    public void close() {
        centre.close();
    }
}
