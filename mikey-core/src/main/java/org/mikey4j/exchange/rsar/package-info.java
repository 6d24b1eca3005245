/**
 * RSA-R, the reverse public-key method (RFC 4738): the Initiator sends its certificate, and the Responder chooses the keys and
 * returns them under the Initiator's public key. For calls that are forwarded, and for downloading the keys of a group.
 */
@NullMarked
package org.mikey4j.exchange.rsar;

import org.jspecify.annotations.NullMarked;
