package org.mikey4j.cli.lint;

/**
 * Something in a message, and where it stands.
 *
 * @param value what it is
 * @param offset octets from the start of the message
 */
public record Placed<T>(T value, int offset) {}
