package org.mikey4j.message;

import org.mikey4j.message.registry.HashFunc;
import org.mikey4j.message.registry.PayloadType;

/**
 * The hash of the certificate whose key the Initiator used (RFC 3830, 6.8).
 *
 * @param hashFunc the hash function; see {@code HashFunc}
 * @param hash 20, 16 or 32 octets, as {@code hashFunc} has it
 */
public record ChashPayload(int hashFunc, Octets hash) implements Payload {
    public ChashPayload {
        if (hashLength(hashFunc) < 0) {
            throw new IllegalArgumentException("hash func: " + HashFunc.REGISTRY.name(hashFunc));
        }
        Check.exact("hash", hash, hashLength(hashFunc), "", HashFunc.REGISTRY, hashFunc);
    }

    private static int hashLength(int hashFunc) {
        return switch (hashFunc) {
            case HashFunc.SHA_1 -> 20;
            case HashFunc.MD5 -> 16;
            case HashFunc.SHA_256 -> 32;
            default -> -1;
        };
    }

    static ChashPayload read(PayloadReader in) {
        int hashFunc = in.u8("hashFunc");
        int length = hashLength(hashFunc);
        if (length < 0) {
            throw in.failField(
                    DecodeRule.UNKNOWN_HASH_FUNC, "hash func", "hash func " + HashFunc.REGISTRY.name(hashFunc));
        }
        return new ChashPayload(hashFunc, in.fixed("hash", length));
    }

    @Override
    public int type() {
        return PayloadType.CHASH;
    }

    @Override
    public int bodyLength() {
        return 1 + hash.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(hashFunc);
        out.octets(hash);
    }
}
