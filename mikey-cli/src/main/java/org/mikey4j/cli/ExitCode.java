package org.mikey4j.cli;

/** What the command tells the shell. The meaning is the same in every subcommand and does not change between versions. */
public enum ExitCode {
    /** Nothing to complain about. */
    OK(0),
    /** The input was read and the answer is no: it does not verify, has errors, differs. */
    NO(1),
    /** The command line is wrong. */
    USAGE(2),
    /** The input cannot be read as MIKEY. */
    NOT_MIKEY(3),
    /** A key or certificate that is needed is missing or unusable. */
    KEY_MISSING(4),
    /** A file, a stream or the network failed. */
    IO(5),
    /** A fault of this program. */
    BUG(70);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }
}
