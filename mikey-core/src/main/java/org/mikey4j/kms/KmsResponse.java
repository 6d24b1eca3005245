package org.mikey4j.kms;

import java.time.Instant;
import java.util.Optional;

/**
 * A response of a key management service (TS 33.180, D.3.1). Its protection is the connection it came over: an XML signature,
 * which is under a key of the security extension (D.1), is noticed and not checked.
 *
 * @param userUri for whom it is
 * @param kmsUri the service that sends it
 * @param time when
 * @param kmsId the service's id, if it gives one
 * @param clientReqUrl what was asked
 * @param message what it brings; empty if there is an error
 * @param error what went wrong
 * @param signed whether there was a signature
 */
public record KmsResponse(
        String userUri,
        String kmsUri,
        Instant time,
        Optional<String> kmsId,
        String clientReqUrl,
        Optional<KmsMessage> message,
        Optional<KmsError> error,
        boolean signed)
        implements AutoCloseable {
    /** A response that brings something. */
    public static KmsResponse of(String userUri, String kmsUri, Instant time, String clientReqUrl, KmsMessage message) {
        return new KmsResponse(
                userUri, kmsUri, time, Optional.empty(), clientReqUrl, Optional.of(message), Optional.empty(), false);
    }

    /** Wipes the keys in it. */
    @Override
    public void close() {
        message.ifPresent(KmsMessage::close);
    }

    /**
     * Why a service did not do what it was asked.
     *
     * @param code the service's number for it
     * @param text for people
     */
    public record KmsError(long code, String text) {}
}
