package org.mikey4j.example.sip;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sdp.SdpException;
import javax.sip.Dialog;
import org.jspecify.annotations.Nullable;
import org.mikey4j.message.IdPayload;

/** A call at one end: what state it is in, the keys of its branches, and its audio. */
final class Call {
    /** How far a call is. */
    enum State {
        CALLING,
        RINGING,
        TALKING,
        /** Refused, by the other end or because of its keys; {@link #why} has the words. */
        FAILED,
        CANCELLED,
        ENDED
    }

    private static final int PATIENCE_SECONDS = 20;

    final String id;
    final IdPayload peer;
    final MediaSocket media;
    long version = 1;

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** The keys of every branch that has answered, by the tag of the other end. */
    private final Map<String, Leg> legs = new LinkedHashMap<>();

    private State state = State.CALLING;
    private String why = "";
    private String sent = "";
    private String received = "";
    private @Nullable Dialog dialog;
    private Optional<Leg> talking = Optional.empty();
    /** Keys that were replaced: what is still on its way is under them. */
    private Optional<Leg> previous = Optional.empty();

    private Optional<InetSocketAddress> remote = Optional.empty();
    private int rekeyings;

    Call(String id, IdPayload peer, long ssrc) {
        this.id = id;
        this.peer = peer;
        this.media = new MediaSocket(ssrc);
    }

    /** The last description that went out. */
    String sent() {
        return locked(() -> sent);
    }

    void sent(String sdp) {
        change(() -> sent = sdp);
    }

    /** The last description that came in. */
    String received() {
        return locked(() -> received);
    }

    void received(String sdp) {
        change(() -> received = sdp);
    }

    /** A branch has answered: its keys can open what it sends. */
    void answered(String tag, Leg leg) {
        change(() -> {
            legs.put(tag, leg);
            if (isOver()) {
                leg.close();
            }
        });
    }

    boolean hasAnswered(String tag) {
        return locked(() -> legs.containsKey(tag));
    }

    /** The branch that the call goes on with; the keys of all others are wiped. */
    void confirm(String tag, Dialog with, String remoteSdp) throws SdpException {
        InetSocketAddress to = PlainSdp.audioAddress(remoteSdp);
        change(() -> {
            dialog = with;
            if (isOver()) {
                return;
            }
            remote = Optional.of(to);
            talking = Optional.of(legs.get(tag));
            legs.forEach((other, leg) -> {
                if (!other.equals(tag)) {
                    leg.close();
                }
            });
            state = State.TALKING;
        });
    }

    /** New keys for what is sent; the old ones go on opening what arrives until something arrives under the new. */
    void rekeyed(Leg fresh) {
        change(() -> {
            if (isOver()) {
                fresh.close();
                return;
            }
            previous.ifPresent(Leg::close);
            previous = talking;
            talking = Optional.of(fresh);
            rekeyings++;
        });
    }

    void ringing() {
        change(() -> state = State.RINGING);
    }

    /** It is over, and nothing of its keys is left. */
    void end(State last, String reason) {
        change(() -> {
            if (!isOver()) {
                state = last;
                why = reason;
                legs.values().forEach(Leg::close);
                talking.ifPresent(Leg::close);
                previous.ifPresent(Leg::close);
                media.close();
            }
        });
    }

    /** Messages of a call may be handled at the same time: what comes late does not bring it back. */
    private boolean isOver() {
        return state.compareTo(State.TALKING) > 0;
    }

    State state() {
        return locked(() -> state);
    }

    String why() {
        return locked(() -> why);
    }

    int rekeyings() {
        return locked(() -> rekeyings);
    }

    /** The legs of all branches that answered, in that order. */
    List<Leg> legs() {
        return locked(() -> List.copyOf(legs.values()));
    }

    Optional<Leg> talking() {
        return locked(() -> talking);
    }

    Dialog dialog() {
        return locked(() -> {
            if (dialog == null) {
                throw new IllegalStateException("there is no dialog yet");
            }
            return dialog;
        });
    }

    /** Waits for a state, and is in it or past it afterwards. */
    State await(State wanted) {
        await(() -> state.compareTo(wanted) >= 0);
        return state();
    }

    void awaitRekeyings(int count) {
        await(() -> rekeyings >= count);
    }

    void awaitLegs(int count) {
        await(() -> legs.size() >= count);
    }

    /** Says a frame under the keys of now. */
    void say(byte[] frame) {
        Leg leg = talking().orElseThrow();
        media.send(leg.protect(media.packet(frame)), locked(remote::orElseThrow));
    }

    /** The next frame that arrives and is authentic under keys of this call. */
    Optional<byte[]> hear() {
        Optional<byte[]> packet = media.receive();
        if (packet.isEmpty()) {
            return packet;
        }
        List<Leg> candidates = locked(() -> {
            List<Leg> all = new ArrayList<>();
            talking.ifPresent(all::add);
            previous.ifPresent(all::add);
            all.addAll(legs.values());
            return all;
        });
        for (Leg leg : candidates) {
            Optional<byte[]> opened = leg.open(packet.orElseThrow());
            if (opened.isPresent()) {
                return opened.map(MediaSocket::frame);
            }
        }
        return Optional.empty();
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(java.util.function.Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    private void await(java.util.function.BooleanSupplier condition) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
