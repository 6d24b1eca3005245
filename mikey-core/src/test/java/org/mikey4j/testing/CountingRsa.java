package org.mikey4j.testing;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;

/** A provider that has the platform do plain RSA and writes down what it was asked for. */
public final class CountingRsa extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient List<String> calls = new ArrayList<>();

    public CountingRsa() {
        super("CountingRsa", "1", "counts");
        putService(new Service(this, "Cipher", "RSA/ECB/NoPadding", Counting.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) {
                calls.add("instance");
                return new Counting(calls);
            }
        });
    }

    /** What was asked for since the last time. */
    public List<String> drain() {
        List<String> drained = List.copyOf(calls);
        calls.clear();
        return drained;
    }

    private static final class Counting extends CipherSpi {
        private final List<String> calls;
        private final Cipher rsa;

        Counting(List<String> calls) {
            this.calls = calls;
            try {
                rsa = Cipher.getInstance("RSA/ECB/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
            calls.add("init " + mode);
            rsa.init(mode, key, random);
        }

        @Override
        protected byte[] engineDoFinal(byte[] input, int from, int length)
                throws IllegalBlockSizeException, BadPaddingException {
            calls.add("doFinal of " + length + " octets");
            byte[] out = rsa.doFinal(input, from, length);
            calls.add("gave " + out.length + " octets");
            return out;
        }

        @Override
        protected int engineGetOutputSize(int inputLength) {
            return rsa.getOutputSize(inputLength);
        }

        @Override
        protected int engineGetBlockSize() {
            return rsa.getBlockSize();
        }

        @Override
        protected byte[] engineGetIV() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineSetMode(String mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineSetPadding(String padding) throws NoSuchPaddingException {
            throw new NoSuchPaddingException();
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
                throws InvalidAlgorithmParameterException {
            throw new InvalidAlgorithmParameterException();
        }

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom random)
                throws InvalidAlgorithmParameterException {
            throw new InvalidAlgorithmParameterException();
        }

        @Override
        protected byte[] engineUpdate(byte[] input, int from, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected int engineUpdate(byte[] input, int from, int length, byte[] output, int at) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected int engineDoFinal(byte[] input, int from, int length, byte[] output, int at) {
            throw new UnsupportedOperationException();
        }
    }
}
