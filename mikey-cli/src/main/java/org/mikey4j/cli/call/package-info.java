/**
 * A whole call between two IMS networks on one machine: SIP over sockets through proxies and key management centres, then
 * SRTP both ways under the keys that were agreed on, with all that passed written down.
 */
@NullMarked
package org.mikey4j.cli.call;

import org.jspecify.annotations.NullMarked;
