package org.mikey4j.cli.view;

import java.util.OptionalLong;
import org.mikey4j.message.Octets;

/**
 * One field as it is shown.
 *
 * @param name the RFC's name in camelCase
 * @param offset octets from the start of the message
 * @param octets what stands there
 * @param number the value, for fields that are numbers
 * @param meaning the value in words; for a secret its size and fingerprint
 * @param secret whether the octets are, or may be, key material
 */
public record FieldView(String name, int offset, Octets octets, OptionalLong number, String meaning, boolean secret)
        implements Part {}
