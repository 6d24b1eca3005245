package org.mikey4j.cli.view;

import org.mikey4j.message.Octets;

/**
 * The data of a payload that was encrypted and could be opened.
 *
 * @param offset where the payload stands in the message
 * @param firstType the type of the first sub-payload
 * @param plaintext the sub-payloads, whose positions count from their own start
 */
public record OpenedData(int offset, int firstType, Octets plaintext) {
    /** Shows no octet of it. */
    @Override
    public String toString() {
        return "OpenedData[offset=" + offset + ", " + plaintext.length() + " octets]";
    }
}
