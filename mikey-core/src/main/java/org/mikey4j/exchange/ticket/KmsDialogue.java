package org.mikey4j.exchange.ticket;

import java.util.Optional;
import org.mikey4j.crypto.TicketRands;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.RandRole;

/** The two exchanges with the KMS, which differ in little but the roles (RFC 6043, 4.2.1 and 4.2.3). */
enum KmsDialogue {
    REQUEST(DataType.REQUEST_INIT_PSK, DataType.REQUEST_INIT_PK, DataType.REQUEST_RESP, RandRole.RANDR_I, IdRole.IDR_I),
    RESOLVE(DataType.RESOLVE_INIT_PSK, DataType.RESOLVE_INIT_PK, DataType.RESOLVE_RESP, RandRole.RANDR_R, IdRole.IDR_R);

    private final int pskType;
    private final int pkType;
    private final int answerType;
    private final int randRole;
    private final int idRole;

    KmsDialogue(int pskType, int pkType, int answerType, int randRole, int idRole) {
        this.pskType = pskType;
        this.pkType = pkType;
        this.answerType = answerType;
        this.randRole = randRole;
        this.idRole = idRole;
    }

    /** The exchange that a message of this data type begins. */
    static Optional<KmsDialogue> of(int dataType) {
        for (KmsDialogue dialogue : values()) {
            if (dataType == dialogue.pskType || dataType == dialogue.pkType) {
                return Optional.of(dialogue);
            }
        }
        return Optional.empty();
    }

    int pskType() {
        return pskType;
    }

    int pkType() {
        return pkType;
    }

    int answerType() {
        return answerType;
    }

    /** The role of the random value of who asks. */
    int randRole() {
        return randRole;
    }

    /** The role of the identity of who asks. */
    int idRole() {
        return idRole;
    }

    /** What enters the keys of both messages. */
    TicketRands rands(Octets rand) {
        return this == REQUEST ? TicketRands.ofInitiator(rand) : TicketRands.ofResponder(rand);
    }
}
