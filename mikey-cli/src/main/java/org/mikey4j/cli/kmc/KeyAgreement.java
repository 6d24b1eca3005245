package org.mikey4j.cli.kmc;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.CentreMessage;
import org.mikey4j.kmc.KeyComponent;
import org.mikey4j.kmc.KeyManagementCentre;
import org.mikey4j.kmc.KmcRefusal;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.kmc.Side;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;

/** How a centre comes to the combined key of a call: with the centre of the other network, or alone for two users of its own. */
final class KeyAgreement {
    private static final int NONCE_OCTETS = 16;

    private final CallCentre.Scheme scheme;
    private final KeyManagementCentre centre;
    private final Function<IdPayload, Optional<CallCentre.User>> users;
    private final CentreLink link;
    private final SecureRandom random;
    private final BiConsumer<CallBinding, String> log;
    private final Consumer<PairKey> made;

    /**
     * @param made is told each key before it is kept
     */
    KeyAgreement(
            CallCentre.Scheme scheme,
            KeyManagementCentre centre,
            Function<IdPayload, Optional<CallCentre.User>> users,
            CentreLink link,
            SecureRandom random,
            BiConsumer<CallBinding, String> log,
            Consumer<PairKey> made) {
        this.scheme = scheme;
        this.centre = centre;
        this.users = users;
        this.link = link;
        this.random = random;
        this.log = log;
        this.made = made;
    }

    /**
     * Makes and keeps the combined key of a call that a user of this network makes.
     *
     * @throws IOException if the other centre does not do its part
     */
    void agree(CallBinding call, CallCentre.User caller) throws IOException {
        keep(key(call, caller));
    }

    private PairKey key(CallBinding call, CallCentre.User caller) throws IOException {
        Optional<CallCentre.User> callee = users.apply(call.callee());
        if (scheme == CallCentre.Scheme.CENTRES_COMBINE) {
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

    private static SecretBytes share(CallCentre.User user) {
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
    Optional<CentreMessage> heard(CentreMessage request) {
        CallBinding call = request.call();
        Optional<CallCentre.User> callee = users.apply(call.callee());
        CentreMessage.Kind expected =
                scheme == CallCentre.Scheme.CONTROL_PLANE ? CentreMessage.Kind.SHARE : CentreMessage.Kind.COMPONENT;
        boolean wanted = scheme != CallCentre.Scheme.USERS_EXCHANGE
                && request.kind() == expected
                && request.side() == Side.CALLER;
        if (callee.isEmpty() || !wanted) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    scheme == CallCentre.Scheme.CONTROL_PLANE
                            ? shared(request, share(callee.orElseThrow()))
                            : combined(request));
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

    private void keep(PairKey key) {
        try (key) {
            made.accept(key);
            centre.keep(key);
        }
    }
}
