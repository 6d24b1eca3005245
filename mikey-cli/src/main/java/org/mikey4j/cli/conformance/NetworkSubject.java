package org.mikey4j.cli.conformance;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mikey4j.message.Octets;

/** A Responder that is reached over a network. It shows no keys, and its clock is its own. */
public final class NetworkSubject implements Subject {
    private final String name;
    private final Carrier carrier;

    /** @param name how to speak of it: where it is */
    NetworkSubject(String name, Carrier carrier) {
        this.name = name;
        this.carrier = carrier;
    }

    @Override
    public Introduction hello() {
        return new Introduction(name, "", List.of(MikeyMode.PSK.respond()));
    }

    @Override
    public JsonTree ask(Map<String, String> request) throws Silent, IOException {
        Carrier.Reply reply = carrier.carry(Octets.ofHex(request.getOrDefault("message", "")));
        return new JsonTree(Map.of(
                "accepted", String.valueOf(reply.accepted()),
                "message", reply.answer().map(Octets::toHex).orElse(""),
                "why", reply.why()));
    }

    @Override
    public boolean keepsTime() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is kept between two offers.
    }
}
