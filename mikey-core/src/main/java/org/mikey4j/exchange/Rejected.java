package org.mikey4j.exchange;

import java.util.List;
import java.util.Optional;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.MikeyMessage;

/**
 * A message was refused. Nothing changed because of it, and no key was released.
 *
 * @param reason why
 * @param errorNo the error number that stands for it (RFC 3830, 6.12); with {@link RejectReason#PEER_ERROR} the first one
 *     that the peer sent
 * @param detail one sentence for a log; never contains key material
 * @param errorMessage the error message to send back; empty where the standard says to stay silent
 * @param authenticated whether the message that was refused, or the peer's error, was authenticated; an error that was
 *     not is only a hint (RFC 3830, 5.1.2)
 * @param diagnostics what was found out about the message
 */
public record Rejected(
        RejectReason reason,
        int errorNo,
        String detail,
        Optional<MikeyMessage> errorMessage,
        boolean authenticated,
        List<Diagnostic> diagnostics)
        implements InitiatorResult, ResponderResult, WitnessResult {
    public Rejected {
        diagnostics = List.copyOf(diagnostics);
    }
}
