/**
 * MIKEY-TICKET (RFC 6043): an Initiator asks a key management service for a ticket and hands it to a Responder, which has it
 * resolved. {@code TicketClient} talks to the service, {@code TransferInitiator} and {@code TransferResponder} to each other,
 * and {@code TicketKms} is the service.
 */
@NullMarked
package org.mikey4j.exchange.ticket;

import org.jspecify.annotations.NullMarked;
