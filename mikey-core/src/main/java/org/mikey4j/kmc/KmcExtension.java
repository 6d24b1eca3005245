package org.mikey4j.kmc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.GeneralExtensionType;

/**
 * What nothing registered is there for, in a general extension of type Vendor ID (RFC 3830, 6.15):
 *
 * <pre>
 * "org.mikey4j.kmc"    15 octets, US-ASCII
 * version               1 octet, 1
 * content               1 octet, what the message carries; see {@link Content}
 * side                  1 octet, whose it is: 1 the caller's, 2 the callee's
 * call                 32 octets, see {@link CallBinding#digest} and {@link GroupBinding#digest}
 * component             the rest: 0, or 16 to 32 octets
 * </pre>
 *
 * <p>It stands inside what the MAC of a message covers.
 *
 * @param content what the message carries
 * @param side whose it is
 * @param call the digest of the call or the group
 * @param component the component of {@code side}, in the clear; empty unless the content says so
 */
record KmcExtension(Content content, Side side, Octets call, Octets component) {
    private static final Octets VENDOR = Octets.of("org.mikey4j.kmc", StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int CONTENT_AT = VENDOR.length() + 1;
    private static final int SIDE_AT = CONTENT_AT + 1;
    private static final int CALL_AT = SIDE_AT + 1;
    private static final int CALL_OCTETS = 32;
    private static final int COMPONENT_AT = CALL_AT + CALL_OCTETS;

    /** What a message carries. */
    enum Content {
        /** The TGK is a component, issued to the user or sent to the other end. */
        COMPONENT(1),
        /** The TGK is the combined key. */
        PAIR_KEY(2),
        /** The message is authenticated by the combined key; the component of its sender stands here. */
        COMPONENT_IN_CLEAR(3),
        /** The message is authenticated by the combined key. */
        NOTHING(4),
        /** The TGK is the key of a group; the digest is that of the group. */
        GROUP_KEY(5),
        /** The TGK is the combined key of a leg: protection ends at an element of the network, not at the other user. */
        LEG_KEY(6);

        private final int number;

        Content(int number) {
            this.number = number;
        }
    }

    static KmcExtension of(Content content, Side side, Octets call) {
        return new KmcExtension(content, side, call, Octets.EMPTY);
    }

    GeneralExtensionPayload toPayload() {
        byte[] data = new byte[COMPONENT_AT + component.length()];
        VENDOR.copyTo(data, 0);
        data[VENDOR.length()] = VERSION;
        data[CONTENT_AT] = (byte) content.number;
        data[SIDE_AT] = (byte) side.number();
        call.copyTo(data, CALL_AT);
        component.copyTo(data, COMPONENT_AT);
        return new GeneralExtensionPayload(GeneralExtensionType.VENDOR_ID, Octets.copyOf(data));
    }

    /** Finds the extension among others; those of other vendors do not count. */
    static Optional<KmcExtension> find(List<GeneralExtensionPayload> extensions) {
        for (GeneralExtensionPayload extension : extensions) {
            Octets data = extension.data();
            if (extension.extensionType() == GeneralExtensionType.VENDOR_ID
                    && data.length() >= COMPONENT_AT
                    && data.slice(0, VENDOR.length()).equals(VENDOR)
                    && data.at(VENDOR.length()) == VERSION) {
                return read(data);
            }
        }
        return Optional.empty();
    }

    private static Optional<KmcExtension> read(Octets data) {
        for (Content content : Content.values()) {
            for (Side side : Side.values()) {
                if (content.number == data.at(CONTENT_AT) && side.number() == data.at(SIDE_AT)) {
                    return Optional.of(new KmcExtension(
                            content,
                            side,
                            data.slice(CALL_AT, CALL_OCTETS),
                            data.slice(COMPONENT_AT, data.length() - COMPONENT_AT)));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Finds the extension and checks that it is about this call and side, so that nothing can be spliced in from another.
     *
     * @throws KmcRefusal if not
     */
    static KmcExtension require(List<GeneralExtensionPayload> extensions, Content content, Side side, Octets call) {
        KmcExtension found = find(extensions)
                .orElseThrow(() -> new KmcRefusal(Reason.WRONG_CONTENT, "the message says nothing of a call"));
        if (!found.call.equals(call)) {
            throw new KmcRefusal(Reason.OTHER_CALL, "the message is about another call, or other users");
        }
        if (found.side != side) {
            throw new KmcRefusal(Reason.WRONG_SIDE, "the message is about the other side of the call");
        }
        if (found.content != content) {
            throw new KmcRefusal(Reason.WRONG_CONTENT, "the message carries " + found.content + ", not " + content);
        }
        return found;
    }

    /** Does not show the component. */
    @Override
    public String toString() {
        return "KmcExtension[" + content + ", " + side + ", " + component.length() + " octets]";
    }
}
