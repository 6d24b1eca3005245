/**
 * The cryptography of MIKEY: key derivation, the ciphers and MACs of messages, envelopes, signatures and Diffie-Hellman
 * groups (RFC 3830, 4). Algorithms come from the platform's providers; nothing is registered globally.
 *
 * <p>The platform's instances are never shared: a derivation keeps its HMACs for as long as its keys are derived and
 * overwrites their keys then; MACs, ciphers and signatures take a new instance for each message. What is left to the garbage
 * collector are the key schedules of AES and the private keys of the platform, which it gives no way to wipe.
 */
@NullMarked
package org.mikey4j.crypto;

import org.jspecify.annotations.NullMarked;
