package org.mikey4j.cli.view;

/** Something with a place in a message. */
public sealed interface Part permits FieldView, NoteView, ParameterView, PayloadView {
    /** The name that the standard gives it. */
    String name();

    /** Octets from the start of the message. */
    int offset();
}
