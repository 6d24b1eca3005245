package org.mikey4j.cli.call;

import java.util.List;
import java.util.Optional;
import org.mikey4j.cli.sip.BodyExchange;
import org.mikey4j.message.Octets;

/** A way for two ends, and their centres, to come to keys for a call. One object runs one call after another. */
interface CallScheme extends AutoCloseable {
    /** What it is called. */
    String title();

    /** Prepares a call. */
    Run begin(String session);

    /** What the centre of the caller does with descriptions: it passes them on, unless a scheme says otherwise. */
    default BodyExchange callerCentre() {
        return BodyExchange.passing();
    }

    /** What the centre of the callee does with descriptions. */
    default BodyExchange calleeCentre() {
        return BodyExchange.passing();
    }

    /** What somebody learns who listens on a link, as the standard or the profile has it. */
    List<Lesson> lessons();

    @Override
    void close();

    /**
     * What a place learns.
     *
     * @param where a link or an element
     * @param learns what can be read there
     * @param hears whether who is there can listen to the call
     */
    record Lesson(String where, String learns, boolean hears) {
        /** The media, which every scheme protects. */
        static final Lesson MEDIA = new Lesson("UE_A - UE_B (media)", "sizes, times and RTP headers; no voice", false);
    }

    /** One call. */
    interface Run extends AutoCloseable {
        /** Whether the caller asks its centre before it makes an offer. */
        default boolean asks() {
            return false;
        }

        /**
         * What the centre said to that.
         *
         * @throws CallRefused if it is not what the caller needs
         */
        default void told(Optional<Octets> message) {}

        /** Whether the keys take another offer and answer, in the dialog that is there. */
        default boolean offersAgain() {
            return false;
        }

        /**
         * The caller's offer.
         *
         * @param sdp the offer without keys
         */
        String offer(String sdp);

        /**
         * The callee's answer.
         *
         * @param offer the offer as it arrived
         * @param plain the answer without keys
         * @throws CallRefused if the callee does not like the keys
         */
        String answer(String offer, String plain);

        /**
         * The caller takes the answer.
         *
         * @return what goes with the acknowledgement, if anything does
         * @throws CallRefused if the caller does not like the keys
         */
        Optional<Octets> answered(String answer);

        /**
         * The callee takes the acknowledgement.
         *
         * @throws CallRefused if the callee does not like what came with it
         */
        default void acknowledged(Optional<Octets> message) {}

        /** What both ends have; complete once the exchange is at both. */
        CallKeys keys();

        /** Wipes the keys. */
        @Override
        default void close() {
            keys().close();
        }
    }
}
