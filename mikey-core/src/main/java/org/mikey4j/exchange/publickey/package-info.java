/**
 * The public-key encryption method (RFC 3830, 3.2): the Initiator sends its keys under an envelope key, the envelope key under
 * the Responder's public key, and signs the whole.
 */
@NullMarked
package org.mikey4j.exchange.publickey;

import org.jspecify.annotations.NullMarked;
