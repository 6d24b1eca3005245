package org.mikey4j.kms;

import java.util.List;
import java.util.Optional;

/** What a response of a key management service brings (TS 33.180, D.3.1). */
public sealed interface KmsMessage extends AutoCloseable {
    /** Wipes the keys in it. */
    @Override
    default void close() {}

    /**
     * The own service's certificate.
     *
     * @param certificate its role is that of the root
     */
    record KmsInit(KmsCertificate certificate) implements KmsMessage {}

    /**
     * Keys of the user that asked.
     *
     * @param keySets one for each identity and period; none of them is checked yet
     */
    record KmsKeyProv(List<KmsKeySet> keySets) implements KmsMessage {
        public KmsKeyProv {
            keySets = List.copyOf(keySets);
        }

        @Override
        public void close() {
            keySets.forEach(KmsKeySet::close);
        }
    }

    /**
     * Certificates of other domains' services.
     *
     * @param cacheNum the number of this state of the cache, if it has one
     * @param certificates the certificates
     */
    record KmsCertCache(Optional<Long> cacheNum, List<KmsCertificate> certificates) implements KmsMessage {
        public KmsCertCache {
            certificates = List.copyOf(certificates);
        }
    }
}
