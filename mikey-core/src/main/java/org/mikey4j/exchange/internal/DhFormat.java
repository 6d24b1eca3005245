package org.mikey4j.exchange.internal;

import java.util.Arrays;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PayloadType;

/** What the messages of the Diffie-Hellman modes look like. */
public enum DhFormat {
    /** RFC 3830, 3.3. */
    SIGNED(DataType.DH_INIT, DataType.DH_RESP, PayloadType.SIGN, true),
    /** RFC 4650, 3 and 4.1: no certificates. */
    MACED(DataType.DHHMAC_INIT, DataType.DHHMAC_RESP, PayloadType.KEMAC, false);

    private final int initType;
    private final int respType;
    private final int last;
    private final boolean certificates;

    DhFormat(int initType, int respType, int last, boolean certificates) {
        this.initType = initType;
        this.respType = respType;
        this.last = last;
        this.certificates = certificates;
    }

    /** The data type of the I_MESSAGE. */
    public int initType() {
        return initType;
    }

    /** The data type of the R_MESSAGE. */
    public int respType() {
        return respType;
    }

    /**
     * Checks that a message is an I_MESSAGE of T, RAND, identities, policies, DHi.
     *
     * @throws Refusal if it is none, or has other payloads, or too many
     */
    ReceivedOffer checkOffer(MikeyMessage message) {
        return ReceivedOffer.of(
                message,
                initType,
                last,
                new int[] {PayloadType.T, PayloadType.RAND, PayloadType.DH},
                often(PayloadType.ID, PayloadType.SP, PayloadType.GENERAL_EXT));
    }

    /**
     * Checks the payloads of an R_MESSAGE: T, identities, DHr, DHi.
     *
     * @throws Refusal if there are others, or too many
     */
    void checkAnswer(MikeyMessage message) {
        Payloads.check(
                message,
                last,
                new int[] {PayloadType.T},
                often(PayloadType.ID, PayloadType.DH, PayloadType.GENERAL_EXT));
    }

    private int[] often(int... types) {
        if (!certificates) {
            return types;
        }
        int[] often = Arrays.copyOf(types, types.length + 1);
        often[types.length] = PayloadType.CERT;
        return often;
    }
}
