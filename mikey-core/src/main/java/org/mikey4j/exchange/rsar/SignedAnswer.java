package org.mikey4j.exchange.rsar;

import java.util.Optional;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.GeneralExtensionType;

/** What is special about an R_MESSAGE of RSA-R (RFC 4738, 3.6). */
final class SignedAnswer {
    private static final int CSB_ID_OCTETS = 4;

    private SignedAnswer() {}

    /** IDi || IDr || T, which are signed behind the message: the data of the ID payloads as they were sent, and the TS value. */
    static Octets[] appended(Optional<IdPayload> initiator, Optional<IdPayload> responder, TPayload timestamp) {
        return new Octets[] {data(initiator), data(responder), timestamp.valueOctets()};
    }

    private static Octets data(Optional<IdPayload> id) {
        return id.map(IdPayload::idData).orElse(Octets.EMPTY);
    }

    /** The extension with the CSB ID of a group: 32 bits, big-endian. */
    static GeneralExtensionPayload csbId(long csbId) {
        byte[] octets = {(byte) (csbId >> 24), (byte) (csbId >> 16), (byte) (csbId >> 8), (byte) csbId};
        return new GeneralExtensionPayload(GeneralExtensionType.CSB_ID, Octets.copyOf(octets));
    }

    /** The extension with the CSB ID of a group, if it is there. */
    static Optional<GeneralExtensionPayload> csbIdExtension(MikeyMessage message) {
        return message.payloads(GeneralExtensionPayload.class).stream()
                .filter(extension -> extension.extensionType() == GeneralExtensionType.CSB_ID)
                .findFirst();
    }

    /** Whether the extension is as long as a CSB ID. */
    static boolean isCsbId(GeneralExtensionPayload extension) {
        return extension.data().length() == CSB_ID_OCTETS;
    }
}
