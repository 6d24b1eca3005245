package org.mikey4j.cli.call;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mikey4j.cli.sip.Meddler;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.KeyMgmtAttribute;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpEditor;

/** Sees every description that the S-CSCF of the callee's network forwards, and changes those of the attacked call. */
final class Attacker {
    private static final int TAMPERED_FROM_END = 24;

    private final Attack attack;
    private final CallTrace trace;
    /** The messages of an earlier call, by direction, section and data type. */
    private final Map<String, Octets> seen = new ConcurrentHashMap<>();
    /** What was changed already: a description passes the proxy twice. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    private volatile boolean armed;

    Attacker(Attack attack, CallTrace trace) {
        this.attack = attack;
        this.trace = trace;
    }

    /** From now on the attack is on. */
    void arm() {
        armed = true;
    }

    Meddler meddler() {
        return Meddler.ofDescriptions(this::change);
    }

    private String change(boolean inRequest, String sdp) {
        if (changed.contains(sdp)) {
            return sdp;
        }
        Optional<String> now = armed ? attacked(inRequest, Sdp.parse(sdp)) : Optional.empty();
        if (now.isEmpty() || now.orElseThrow().equals(sdp)) {
            remember(inRequest, Sdp.parse(sdp));
            return sdp;
        }
        trace.alarm("S-CSCF_B", "the attacker " + attack.what());
        changed.add(now.orElseThrow());
        return now.orElseThrow();
    }

    private void remember(boolean inRequest, Sdp sdp) {
        if (!armed) {
            readable(sdp).forEach(a -> seen.put(key(inRequest, a), a.data().octets()));
        }
    }

    private static java.util.List<KeyMgmtAttribute> readable(Sdp sdp) {
        return sdp.attributes().stream()
                .filter(a -> a.isMikey() && a.data().isReadable())
                .toList();
    }

    private static String key(boolean inRequest, KeyMgmtAttribute attribute) {
        Octets message = attribute.data().octets();
        return inRequest + " " + attribute.media() + " " + (message.length() > 1 ? message.at(1) : 0);
    }

    private Optional<String> attacked(boolean inRequest, Sdp sdp) {
        return switch (attack) {
            case DROP -> inRequest ? Optional.empty() : Optional.of(sdp.withoutAttributes());
            case DOWNGRADE ->
                inRequest ? Optional.of(sdp.withoutAttributes().replace("RTP/SAVP", "RTP/AVP")) : Optional.empty();
            case TAMPER -> inRequest ? Optional.of(tampered(sdp)) : Optional.empty();
            case REPLAY -> inRequest ? Optional.of(exchanged(true, sdp)) : Optional.empty();
            case SPLICE -> inRequest ? Optional.empty() : Optional.of(exchanged(false, sdp));
        };
    }

    /** One bit of the first message, before its last 20 octets: in sealed keys before a MAC, or in a signature. */
    private static String tampered(Sdp sdp) {
        return readable(sdp).stream()
                .findFirst()
                .map(attribute -> {
                    byte[] octets = attribute.data().octets().toByteArray();
                    octets[octets.length - TAMPERED_FROM_END] ^= 1;
                    return sdp.edit()
                            .replace(attribute.media(), KeyMgmtAttribute.MIKEY, Octets.copyOf(octets))
                            .text();
                })
                .orElse(sdp.text());
    }

    private String exchanged(boolean inRequest, Sdp sdp) {
        SdpEditor editor = sdp.edit();
        for (KeyMgmtAttribute attribute : readable(sdp)) {
            Octets other = seen.get(key(inRequest, attribute));
            if (other != null) {
                editor.replace(attribute.media(), KeyMgmtAttribute.MIKEY, other);
            }
        }
        return editor.text();
    }
}
