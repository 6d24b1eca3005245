package org.mikey4j.cli.lint;

/**
 * A message and what answered it.
 *
 * @param initial the message that began the exchange
 * @param answer the answer, which may be an error message
 */
public record ExchangeSubject(MessageSubject initial, MessageSubject answer) {}
