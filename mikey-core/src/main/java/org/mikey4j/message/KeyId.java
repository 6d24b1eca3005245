package org.mikey4j.message;

import java.util.ArrayList;
import java.util.List;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.KeyIdType;

/**
 * One identifier of a Key ID extension, which tells which key a message carries and which protects it (RFC 4563, 4).
 *
 * @param keyIdType what is identified; see {@code KeyIdType}
 * @param keyId the identifier, at most 255 octets
 */
public record KeyId(int keyIdType, Octets keyId) {
    public KeyId {
        Check.u8("key ID type", keyIdType);
        Check.length("key ID", keyId, 0xff);
    }

    /** The extension that carries these identifiers, in this order. */
    public static GeneralExtensionPayload extension(List<KeyId> keyIds) {
        int length = 0;
        for (KeyId id : keyIds) {
            length += 2 + id.keyId.length();
        }
        PayloadWriter out = new PayloadWriter(length);
        for (KeyId id : keyIds) {
            out.u8(id.keyIdType);
            out.u8(id.keyId.length());
            out.octets(id.keyId);
        }
        return new GeneralExtensionPayload(GeneralExtensionType.KEY_ID, Octets.wrap(out.finish()));
    }

    /**
     * The identifiers of a Key ID extension.
     *
     * @throws IllegalArgumentException if the extension is of another type
     * @throws MalformedMessageException if they do not add up to its data; positions count from the start of the data
     */
    public static List<KeyId> of(GeneralExtensionPayload extension) {
        if (extension.extensionType() != GeneralExtensionType.KEY_ID) {
            throw new IllegalArgumentException(
                    "type: " + GeneralExtensionType.REGISTRY.name(extension.extensionType()) + " has no key IDs");
        }
        PayloadReader in = new PayloadReader(extension.data(), null);
        List<KeyId> found = new ArrayList<>();
        while (in.remaining() > 0) {
            int type = in.u8("keyIdType");
            found.add(new KeyId(type, in.octets("keyId", in.u8("keyIdLength"))));
        }
        return found;
    }

    @Override
    public String toString() {
        return KeyIdType.REGISTRY.name(keyIdType) + " " + keyId;
    }
}
