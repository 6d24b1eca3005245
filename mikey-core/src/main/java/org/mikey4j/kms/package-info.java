/**
 * Key management services of identity-based keys (RFC 6507, 6508, 6509) and what they and their clients exchange in
 * mission-critical systems (3GPP TS 33.180, Annex D): {@link org.mikey4j.kms.KeyManagementService} issues keys,
 * {@link org.mikey4j.kms.KmsXmlWriter} and {@link org.mikey4j.kms.KmsXmlReader} carry them, {@link org.mikey4j.kms.KmsKeySet#check}
 * checks them on receipt, and {@link org.mikey4j.kms.KmsKeys} finds the right ones for a message.
 */
@NullMarked
package org.mikey4j.kms;

import org.jspecify.annotations.NullMarked;
