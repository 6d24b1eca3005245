package org.mikey4j.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.WitnessResult;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;

/** The modes of RFC 3830, RFC 4650, RFC 4738, RFC 6509 and RFC 6267, and the exchanges of RFC 6043, by the messages that they have. */
enum Mode {
    PSK("psk", DataType.PSK_INIT, DataType.PSK_RESP, true),
    PK("pk", DataType.PK_INIT, DataType.PK_RESP, true),
    DH("dh", DataType.DH_INIT, DataType.DH_RESP, false),
    DHHMAC("dhhmac", DataType.DHHMAC_INIT, DataType.DHHMAC_RESP, false),
    RSA_R("rsa-r", DataType.RSA_R_INIT, DataType.RSA_R_RESP, false),
    TICKET_REQUEST("ticket-request", DataType.REQUEST_INIT_PSK, DataType.REQUEST_INIT_PK, DataType.REQUEST_RESP),
    TICKET_TRANSFER("ticket-transfer", DataType.TRANSFER_INIT, DataType.TRANSFER_RESP, false),
    TICKET_RESOLVE("ticket-resolve", DataType.RESOLVE_INIT_PSK, DataType.RESOLVE_INIT_PK, DataType.RESOLVE_RESP),
    KEY_REQUEST("ibake-request-key", DataType.REQUEST_KEY_PSK, DataType.REQUEST_KEY_PKE, DataType.REQUEST_KEY_RESP),
    /** Nothing answers it. */
    SAKKE("sakke", DataType.SAKKE, -1, true),
    /** Two round trips; see {@link IbakeMessages}. */
    IBAKE("ibake", DataType.I_MESSAGE_1, DataType.R_MESSAGE_1, false);

    private final String text;
    private final int initType;
    private final int signedInitType;
    private final int respType;
    private final boolean keysInMessage;

    Mode(String text, int initType, int respType, boolean keysInMessage) {
        this(text, initType, initType, respType, keysInMessage);
    }

    /** An exchange that begins with a message under a pre-shared key, or with one that is signed. */
    Mode(String text, int initType, int signedInitType, int respType) {
        this(text, initType, signedInitType, respType, false);
    }

    Mode(String text, int initType, int signedInitType, int respType, boolean keysInMessage) {
        this.text = text;
        this.initType = initType;
        this.signedInitType = signedInitType;
        this.respType = respType;
        this.keysInMessage = keysInMessage;
    }

    /** The mode whose exchanges begin with this data type. */
    static Optional<Mode> beginningWith(int dataType) {
        return Arrays.stream(values())
                .filter(mode -> mode.initType == dataType || mode.signedInitType == dataType)
                .findFirst();
    }

    /** The mode whose exchanges end with this data type. */
    static Optional<Mode> endingWith(int dataType) {
        return Arrays.stream(values()).filter(mode -> mode.respType == dataType).findFirst();
    }

    /** Whether a message of this data type can answer the mode's. */
    boolean isAnswer(int dataType) {
        return dataType == respType || dataType == DataType.ERROR;
    }

    /** The name on the command line. */
    String text() {
        return text;
    }

    /** Whether it is an exchange with a key management service, or one that takes what such a service gave. */
    boolean isOfService() {
        return this == TICKET_REQUEST || this == TICKET_TRANSFER || this == TICKET_RESOLVE || this == KEY_REQUEST;
    }

    /** Whether the message that begins the exchange has the keys, so that no answer is needed for them. */
    boolean keysInMessage() {
        return keysInMessage;
    }

    /** What the keys of an answer take besides what its authenticity takes, where there is such a thing. */
    String answerSecret() {
        return this == RSA_R ? "the Initiator's private key" : "the Initiator's secret exponent";
    }

    /** The two ends of a mode, as the options set them up. */
    interface Ends extends AutoCloseable {
        /** Receives the message as a Responder does. */
        ResponderResult receive(MikeyMessage message, ExchangeSettings settings, IntToLongFunction ssrcs);

        /** Receives the answer as the Initiator that made the message does. */
        InitiatorResult receiveAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings);

        /** Whether there is what an answer is authenticated with. Otherwise only the message is checked. */
        default boolean checksAnswer(MikeyMessage message) {
            return true;
        }

        /** Whether there is all that the keys of an answer take. Otherwise the answer is only seen from outside. */
        default boolean opensAnswers() {
            return true;
        }

        /** Receives the answer as somebody who sees both messages pass. */
        default WitnessResult witnessAnswer(MikeyMessage message, Octets answer, ExchangeSettings settings) {
            throw new IllegalStateException("this mode opens its answers");
        }

        /** What a message that was opened says besides its keys. */
        default List<Diagnostic> notes(MikeyMessage message, SecurityAssociation association) {
            return List.of();
        }

        /** Whether a PRF that takes the last block as empty can be told from the standard. */
        default boolean emptyLastBlockShows() {
            return false;
        }

        /** Wipes the keys. */
        @Override
        default void close() {}
    }
}
