package org.mikey4j.cli;

/** Entry point of the {@code mikey} command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
