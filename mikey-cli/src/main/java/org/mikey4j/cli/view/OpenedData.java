package org.mikey4j.cli.view;

import java.util.List;
import java.util.OptionalLong;
import org.mikey4j.message.Octets;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.registry.PayloadType;

/**
 * The data of a payload that was encrypted and could be opened.
 *
 * @param offset where the payload stands in the message
 * @param firstType the type of the first sub-payload; 0, LAST, where it is a key and no payload
 * @param plaintext the sub-payloads, whose positions count from their own start
 */
public record OpenedData(int offset, int firstType, Octets plaintext) {
    /** The key that was encapsulated, the SSV of SAKKE, which is in no payload of its own. */
    public static OpenedData ofSsv(int offset, Octets key) {
        return new OpenedData(offset, PayloadType.LAST, key);
    }

    /** What is shown of it. */
    List<Part> parts() {
        if (firstType == PayloadType.LAST) {
            FieldView key = new FieldView("key", 0, plaintext, OptionalLong.empty(), Fingerprint.text(plaintext), true);
            return List.of(new PayloadView(PayloadType.LAST, "SSV", 0, plaintext.length(), List.of(key)));
        }
        return List.copyOf(new ViewBuilder(plaintext).payloads(PayloadChain.layoutOfSubPayloads(plaintext, firstType)));
    }

    /** Shows no octet of it. */
    @Override
    public String toString() {
        return "OpenedData[offset=" + offset + ", " + plaintext.length() + " octets]";
    }
}
