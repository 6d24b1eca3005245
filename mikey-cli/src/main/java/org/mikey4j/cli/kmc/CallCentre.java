package org.mikey4j.cli.kmc;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
import org.mikey4j.kmc.MediaPolicy;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.kmc.Side;
import org.mikey4j.kmc.Subscriber;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
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

    private final Scheme scheme;
    private final KeyManagementCentre centre;
    private final Function<IdPayload, Optional<User>> users;
    private final KeyAgreement agreement;
    private final BiConsumer<CallBinding, String> log;
    private final CallDuties duties;
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
        this(scheme, centre, users, link, random, log, CallDuties.NONE);
    }

    /**
     * As above.
     *
     * @param duties what else it does
     */
    public CallCentre(
            Scheme scheme,
            KeyManagementCentre centre,
            Function<IdPayload, Optional<User>> users,
            CentreLink link,
            SecureRandom random,
            BiConsumer<CallBinding, String> log,
            CallDuties duties) {
        this.scheme = scheme;
        this.centre = centre;
        this.users = users;
        this.agreement = new KeyAgreement(scheme, centre, users, link, random, log, duties.made());
        this.log = log;
        this.duties = duties;
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
        Optional<CallDuties.Filter> filter = filter(crossing, call, side);
        if (filter.isPresent() && !Sdp.parse(crossing.sdp()).attributes().isEmpty()) {
            log.accept(call, "refuses the call: it brings keys of its own past the filter");
            return new Passage.Refused(NOT_ACCEPTABLE, "keys end to end are not for calls from this network");
        }
        try {
            List<MikeyMessage> handOuts = side == Side.CALLER
                    ? forCaller(crossing, call, user.orElseThrow())
                    : forCallee(crossing, call, user.orElseThrow(), filter);
            String sdp = crossing.sdp();
            for (MikeyMessage message : handOuts) {
                sdp = Sdp.parse(sdp).withAttribute(SdpSection.SESSION, KeyMgmtAttribute.MIKEY, message.octets());
            }
            return new Passage.On(sdp);
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

    /** Where protection of a call to a user of this network ends, if not at the user. */
    private Optional<CallDuties.Filter> filter(Crossing crossing, CallBinding call, Side side) {
        return duties.filter()
                .filter(filter -> side == Side.CALLEE
                        && crossing.fromCaller()
                        && filter.policy().decide(SipDomain.of(call.caller())) == MediaPolicy.End.IN_NETWORK);
    }

    private List<MikeyMessage> forCaller(Crossing crossing, CallBinding call, User user) throws IOException {
        if (scheme == Scheme.USERS_EXCHANGE) {
            return List.of();
        }
        if (!crossing.fromCaller()) {
            return centre.kept(call).map(key -> deliver(key, Side.CALLER, user)).stream()
                    .toList();
        }
        if (crossing.offer() && begin(crossing.call())) {
            Optional<PairKey> made = centre.kept(call);
            if (made.isPresent()) {
                // By another node, which ended before the offer went on.
                made.get().close();
            } else {
                agreement.agree(call, user);
            }
            pass(crossing.call(), call, Side.CALLER);
        }
        return List.of();
    }

    private List<MikeyMessage> forCallee(
            Crossing crossing, CallBinding call, User user, Optional<CallDuties.Filter> filter) throws IOException {
        if (!crossing.fromCaller() || !crossing.offer() || !begin(crossing.call())) {
            return List.of();
        }
        if (scheme == Scheme.USERS_EXCHANGE) {
            return List.of(component(call, Side.CALLEE, user));
        }
        PairKey key = centre.kept(call).orElseThrow(() -> new IOException("it has said nothing about this call"));
        try (key) {
            pass(crossing.call(), call, Side.CALLEE);
            return filter.isPresent()
                    ? divided(key, filter.get().element(), user.subscriber())
                    : List.of(deliver(key, Side.CALLEE, user));
        }
    }

    /** The element is the callee on the leg of the caller, and the caller on the leg of the callee. */
    private List<MikeyMessage> divided(PairKey key, Subscriber element, Subscriber callee) {
        log.accept(key.call(), "hands out Kab to the filter, and a key for the leg behind it");
        try (PairKey leg = centre.drawLeg(key.call())) {
            return List.of(
                    centre.deliver(key, Side.CALLEE, element),
                    centre.deliverLeg(leg, Side.CALLER, element),
                    centre.deliverLeg(leg, Side.CALLEE, callee));
        }
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

    /**
     * What this centre answers the centre of a caller's network.
     *
     * @return nothing if it refuses
     */
    public Optional<CentreMessage> heard(CentreMessage request) {
        return agreement.heard(request);
    }

    private static CallBinding binding(String session, String from, String to) {
        return new CallBinding(session, IdPayload.uri(from), IdPayload.uri(to));
    }

    private static Side side(String stage) {
        return stage.startsWith("orig") ? Side.CALLER : Side.CALLEE;
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
