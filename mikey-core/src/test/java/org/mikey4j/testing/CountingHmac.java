package org.mikey4j.testing;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.MacSpi;

/** A provider that has the platform compute HMAC-SHA-1 and counts how often it is asked to. */
public final class CountingHmac extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient AtomicInteger keyed = new AtomicInteger();
    private final transient AtomicInteger computed = new AtomicInteger();

    public CountingHmac() {
        super("CountingHmac", "1", "counts");
        Provider platform;
        try {
            platform = Mac.getInstance("HmacSHA1").getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        putService(new Service(this, "Mac", "HmacSHA1", Counting.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) {
                try {
                    return new Counting(Mac.getInstance("HmacSHA1", platform), keyed, computed);
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    /** How many times a key was set up. */
    public int keyed() {
        return keyed.get();
    }

    /** How many HMACs were computed. */
    public int computed() {
        return computed.get();
    }

    private static final class Counting extends MacSpi implements Cloneable {
        private final AtomicInteger keyed;
        private final AtomicInteger computed;
        private Mac mac;

        Counting(Mac mac, AtomicInteger keyed, AtomicInteger computed) {
            this.mac = mac;
            this.keyed = keyed;
            this.computed = computed;
        }

        @Override
        protected int engineGetMacLength() {
            return mac.getMacLength();
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            keyed.incrementAndGet();
            mac.init(key, parameters);
        }

        @Override
        protected void engineUpdate(byte input) {
            mac.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int from, int length) {
            mac.update(input, from, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            computed.incrementAndGet();
            return mac.doFinal();
        }

        @Override
        protected void engineReset() {
            mac.reset();
        }

        @Override
        public Object clone() throws CloneNotSupportedException {
            Counting copy = (Counting) super.clone();
            copy.mac = (Mac) mac.clone();
            return copy;
        }
    }
}
