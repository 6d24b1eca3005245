package org.mikey4j.message;

import java.util.OptionalLong;

/**
 * Where one field stands in a message.
 *
 * @param name the RFC's name of the field in camelCase, for example {@code encrDataLen}
 * @param offset octets from the start of the message
 * @param length octets; fields narrower than an octet share one
 * @param number the value, for fields that are numbers
 */
public record FieldLayout(String name, int offset, int length, OptionalLong number) {}
