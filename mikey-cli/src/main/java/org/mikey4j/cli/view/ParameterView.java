package org.mikey4j.cli.view;

import org.mikey4j.message.Octets;

/**
 * One parameter of a security policy as it is shown.
 *
 * @param type the parameter's type
 * @param name its name in the registry of the security protocol
 * @param offset octets from the start of the message to its type
 * @param octets type, length and value
 * @param value the value alone
 * @param meaning the value in words
 */
public record ParameterView(int type, String name, int offset, Octets octets, Octets value, String meaning)
        implements Part {}
