/**
 * SIP elements over real sockets, on JAIN-SIP: {@link org.mikey4j.cli.sip.SipNode} is what all have in common; a user agent, the
 * two proxies of an IMS network, and a back-to-back user agent for application servers are built on it.
 */
@NullMarked
package org.mikey4j.cli.sip;

import org.jspecify.annotations.NullMarked;
