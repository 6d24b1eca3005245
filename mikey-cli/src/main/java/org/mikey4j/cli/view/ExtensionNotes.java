package org.mikey4j.cli.view;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.KeyId;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.Octets;
import org.mikey4j.message.OmaBcast;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.KeyIdType;
import org.mikey4j.message.registry.OmaBcastSubtype;

/** What is inside the data of general extensions (RFC 4563, 4; RFC 5410, 3; RFC 4442, 4.1). */
final class ExtensionNotes {
    private static final int KEY_ID_HEAD = 2;

    private ExtensionNotes() {}

    /**
     * Takes the data apart.
     *
     * @param offset octets from the start of the message to the data
     */
    static List<NoteView> of(int extensionType, Octets data, int offset) {
        GeneralExtensionPayload extension = new GeneralExtensionPayload(extensionType, data);
        try {
            return switch (extensionType) {
                case GeneralExtensionType.KEY_ID -> keyIds(extension, offset);
                case GeneralExtensionType.OMA_BCAST -> omaBcast(OmaBcast.of(extension), offset);
                case GeneralExtensionType.TESLA_I_KEY ->
                    List.of(new NoteView("initialKey", offset, data.length() + " octets, the first key of the chain"));
                default -> List.of();
            };
        } catch (MalformedMessageException e) {
            return List.of(new NoteView("malformed", offset, String.valueOf(e.getMessage())));
        }
    }

    private static List<NoteView> keyIds(GeneralExtensionPayload extension, int offset) {
        List<NoteView> notes = new ArrayList<>();
        int at = offset;
        for (KeyId id : KeyId.of(extension)) {
            notes.add(new NoteView(KeyIdType.REGISTRY.name(id.keyIdType()), at, keyId(id)));
            at += KEY_ID_HEAD + id.keyId().length();
        }
        return notes;
    }

    /** In MBMS a service key ID is a group and a number of 2 octets each, and a domain a country and a network (TS 33.246). */
    private static String keyId(KeyId id) {
        Octets octets = id.keyId();
        if (id.keyIdType() == KeyIdType.MBMS_SERVICE_KEY_ID && octets.length() == 4) {
            return octets.toHex() + ", key group " + octets.slice(0, 2).toHex() + ", key number "
                    + octets.slice(2, 2).toHex();
        }
        if (id.keyIdType() == KeyIdType.MBMS_KEY_DOMAIN_ID && octets.length() == 3) {
            return octets.toHex() + network(octets);
        }
        return octets.isEmpty() ? "empty" : octets.toHex();
    }

    /** Three digits of MCC, then two or three of MNC, two to an octet with the first in the low half; f fills up. */
    private static String network(Octets octets) {
        String hex = octets.toHex();
        String mcc = "" + hex.charAt(1) + hex.charAt(0) + hex.charAt(3);
        String mnc = "" + hex.charAt(5) + hex.charAt(4) + (hex.charAt(2) == 'f' ? "" : hex.charAt(2));
        return (mcc + mnc).chars().allMatch(digit -> digit >= '0' && digit <= '9')
                ? ", MCC " + mcc + ", MNC " + mnc
                : "";
    }

    private static List<NoteView> omaBcast(OmaBcast block, int offset) {
        String data = block.data().isEmpty() ? "no data" : block.data().length() + " octets of data";
        return List.of(new NoteView(
                "subtype",
                offset,
                block.subtype() + " " + OmaBcastSubtype.REGISTRY.name(block.subtype()) + ", " + data));
    }
}
