package org.mikey4j.example.sip;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.cli.srtp.SrtpStream;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.sdp.CsNumbering;

/** The keys of one dialog of a call, at work in both directions. Closing it wipes them. */
final class Leg implements AutoCloseable {
    private static final CsNumbering NUMBERING = new CsNumbering(List.of(CallKeys.AUDIO));

    private final SecurityAssociation association;
    private final SrtpStream sending;
    private final SrtpStream receiving;
    private boolean closed;

    /**
     * Installs keys.
     *
     * @param offerer whether this end made the offer that they come from
     */
    Leg(SecurityAssociation association, boolean offerer) {
        this.association = association;
        Optional<CryptoSession> offererStream = NUMBERING.offererStream(association, CallKeys.AUDIO);
        Optional<CryptoSession> answererStream = NUMBERING.answererStream(association, CallKeys.AUDIO);
        this.sending = stream(offerer ? offererStream : answererStream, true);
        this.receiving = stream(offerer ? answererStream : offererStream, false);
    }

    private static SrtpStream stream(Optional<CryptoSession> session, boolean sender) {
        try (SrtpKeys keys = SrtpKeys.of(session.orElseThrow(), Set.of())) {
            return new SrtpStream(keys, sender);
        }
    }

    SecurityAssociation association() {
        return association;
    }

    synchronized byte[] protect(byte[] rtp) {
        return sending.protect(rtp);
    }

    /** What was sent, if it is authentic under these keys. */
    synchronized Optional<byte[]> open(byte[] srtp) {
        return closed ? Optional.empty() : receiving.open(srtp);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            sending.close();
            receiving.close();
            association.close();
        }
    }
}
