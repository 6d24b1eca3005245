package org.mikey4j.cli.capture;

/** Finds the messages in the octets of one direction of a connection, which come in order. */
interface StreamContent {
    /** Gets each message. */
    interface Sink {
        /** A message; if its body came in chunks, with the body as one. */
        void message(byte[] array, int from, int length);

        /** A frame between the messages. */
        void interleaved(int channel, byte[] array, int from, int length);
    }

    /** The next octets. */
    void add(byte[] array, int from, int to, Sink sink);

    /** Some octets are missing, or nothing more comes: from now on only what begins a segment counts. */
    void lose(Sink sink);
}
