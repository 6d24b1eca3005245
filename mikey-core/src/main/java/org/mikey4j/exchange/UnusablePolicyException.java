package org.mikey4j.exchange;

import org.mikey4j.MikeyException;
import org.mikey4j.message.registry.SrtpParam;

/**
 * A parameter of an SRTP policy is unknown, ill-formed, or does not go with another: what error 10, Invalid SPpar, stands for
 * on the wire (RFC 3830, 6.12). The message names the parameter.
 */
public final class UnusablePolicyException extends MikeyException {
    private static final long serialVersionUID = 1L;

    private final int parameter;

    UnusablePolicyException(int parameter, String what) {
        super("SRTP parameter " + parameter + " (" + SrtpParam.REGISTRY.name(parameter) + ") " + what);
        this.parameter = parameter;
    }

    /** The type of the parameter; see {@code SrtpParam}. */
    public int parameter() {
        return parameter;
    }
}
