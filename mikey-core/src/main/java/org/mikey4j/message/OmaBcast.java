package org.mikey4j.message;

import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.OmaBcastSubtype;

/**
 * What an OMA BCAST extension carries (RFC 5410, 3; the subtypes 1 and 2 already in RFC 4909). There is one block to an extension, since
 * none has a length of its own.
 *
 * @param subtype the kind of data; see {@code OmaBcastSubtype}
 * @param data as OMA BCAST defines it for the subtype, at most 65534 octets; never keys in clear
 */
public record OmaBcast(int subtype, Octets data) {
    public OmaBcast {
        Check.u8("OMA BCAST subtype", subtype);
        Check.length("OMA BCAST data", data, 0xfffe);
    }

    /** The extension that carries it. */
    public GeneralExtensionPayload extension() {
        PayloadWriter out = new PayloadWriter(1 + data.length());
        out.u8(subtype);
        out.octets(data);
        return new GeneralExtensionPayload(GeneralExtensionType.OMA_BCAST, Octets.wrap(out.finish()));
    }

    /**
     * What an OMA BCAST extension carries.
     *
     * @throws IllegalArgumentException if the extension is of another type
     * @throws MalformedMessageException if it has no subtype; positions count from the start of the data
     */
    public static OmaBcast of(GeneralExtensionPayload extension) {
        if (extension.extensionType() != GeneralExtensionType.OMA_BCAST) {
            throw new IllegalArgumentException(
                    "type: " + GeneralExtensionType.REGISTRY.name(extension.extensionType()) + " is not OMA BCAST");
        }
        PayloadReader in = new PayloadReader(extension.data(), null);
        int subtype = in.u8("subtype");
        return new OmaBcast(subtype, in.octets("data", in.remaining()));
    }

    @Override
    public String toString() {
        return OmaBcastSubtype.REGISTRY.name(subtype) + " " + data;
    }
}
