package org.mikey4j.cli.view;

/**
 * Something that is known of what is inside a field, and has no place of its own there.
 *
 * @param name what it is
 * @param offset octets from the start of the message to the field
 * @param text what is known
 */
public record NoteView(String name, int offset, String text) implements Part {}
