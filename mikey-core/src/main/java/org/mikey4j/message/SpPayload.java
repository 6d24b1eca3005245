package org.mikey4j.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.ProtType;

/**
 * A security policy (RFC 3830, 6.10).
 *
 * @param policyNo the number by which the crypto session map refers to it, 0 to 255
 * @param protType the security protocol; see {@code ProtType}
 * @param policyParam the parameters as they stand on the wire: type, length and value one after the other; at most 65535
 *     octets
 */
public record SpPayload(int policyNo, int protType, Octets policyParam) implements Payload {
    public SpPayload {
        Check.u8("policy no", policyNo);
        Check.u8("prot type", protType);
        Check.length("policy param", policyParam, 0xffff);
        int overrun = overrun(policyParam);
        if (overrun >= 0) {
            throw new IllegalArgumentException("policy param: the parameter at " + overrun + " overruns the list");
        }
    }

    /** A policy of these parameters, in this order. */
    public static SpPayload of(int policyNo, int protType, List<PolicyParameter> parameters) {
        int length = 0;
        for (PolicyParameter parameter : parameters) {
            length += 2 + parameter.value().length();
        }
        PayloadWriter out = new PayloadWriter(length);
        for (PolicyParameter parameter : parameters) {
            out.u8(parameter.type());
            out.u8(parameter.value().length());
            out.octets(parameter.value());
        }
        return new SpPayload(policyNo, protType, Octets.wrap(out.finish()));
    }

    private static int overrun(Octets list) {
        byte[] array = list.array();
        int start = list.arrayOffset();
        int end = start + list.length();
        int at = start;
        while (at < end) {
            int next = at + 2 <= end ? at + 2 + (array[at + 1] & 0xff) : end + 1;
            if (next > end) {
                return at - start;
            }
            at = next;
        }
        return -1;
    }

    static SpPayload read(PayloadReader in) {
        int policyNo = in.u8("policyNo");
        int protType = in.u8("protType");
        in.assigned(ProtType.REGISTRY, "prot type", protType);
        Octets list = in.octets("policyParam", in.u16("policyParamLength"));
        int overrun = overrun(list);
        if (overrun >= 0) {
            throw in.failAt(
                    in.fieldStart() + overrun,
                    DecodeRule.SP_PARAM_OVERRUN,
                    "policy param",
                    "the parameter at octet " + overrun + " of the list of " + list.length() + " octets overruns it");
        }
        return new SpPayload(policyNo, protType, list);
    }

    /** The parameters in the order of the wire; a type may be there more than once. */
    public List<PolicyParameter> parameters() {
        List<PolicyParameter> parameters = new ArrayList<>();
        for (int at = 0; at < policyParam.length(); at += 2 + policyParam.at(at + 1)) {
            parameters.add(new PolicyParameter(policyParam.at(at), policyParam.slice(at + 2, policyParam.at(at + 1))));
        }
        return parameters;
    }

    /** The value of the first parameter of this type. */
    public Optional<Octets> parameter(int type) {
        for (int at = 0; at < policyParam.length(); at += 2 + policyParam.at(at + 1)) {
            if (policyParam.at(at) == type) {
                return Optional.of(policyParam.slice(at + 2, policyParam.at(at + 1)));
            }
        }
        return Optional.empty();
    }

    @Override
    public int type() {
        return PayloadType.SP;
    }

    @Override
    public int bodyLength() {
        return 4 + policyParam.length();
    }

    @Override
    public void writeTo(PayloadWriter out) {
        out.u8(policyNo);
        out.u8(protType);
        out.u16(policyParam.length());
        out.octets(policyParam);
    }
}
