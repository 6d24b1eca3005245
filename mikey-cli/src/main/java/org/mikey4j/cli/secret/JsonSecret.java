package org.mikey4j.cli.secret;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.crypto.SecretBytes;

/** A secret that stands in JSON, without a copy in a string that could not be wiped. */
final class JsonSecret {
    private JsonSecret() {}

    /**
     * The octets that the string under the parser writes.
     *
     * @throws CliFailure if it is no string of hexadecimal digits
     */
    static SecretBytes hex(JsonParser json, String label) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw CliFailure.keyMissing(label + " is to be one string of hexadecimal digits");
        }
        byte[] digits = new byte[json.getTextLength()];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) Math.min(json.getTextCharacters()[json.getTextOffset() + i], Byte.MAX_VALUE);
        }
        try {
            return Hex.parse(digits, label);
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }
}
