/**
 * MIKEY (RFC 3830) as a library: wire codec, cryptography, exchanges and carriage.
 *
 * <p>Nothing here opens a socket, a file or a thread; clocks, randomness, keys and caches are given by the caller.
 */
module org.mikey4j.core {
    requires java.naming;
    requires java.xml;
    requires org.apache.commons.codec;
    requires org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports org.mikey4j;
    exports org.mikey4j.crypto;
    exports org.mikey4j.crypto.eccsi;
    exports org.mikey4j.crypto.ibe;
    exports org.mikey4j.crypto.identity;
    exports org.mikey4j.crypto.sakke;
    exports org.mikey4j.exchange;
    exports org.mikey4j.exchange.dh;
    exports org.mikey4j.exchange.dhhmac;
    exports org.mikey4j.exchange.ibake;
    exports org.mikey4j.exchange.psk;
    exports org.mikey4j.exchange.publickey;
    exports org.mikey4j.exchange.rsar;
    exports org.mikey4j.exchange.sakke;
    exports org.mikey4j.exchange.ticket;
    exports org.mikey4j.kmc;
    exports org.mikey4j.kms;
    exports org.mikey4j.media;
    exports org.mikey4j.message;
    exports org.mikey4j.message.registry;
    exports org.mikey4j.replay;
    exports org.mikey4j.sdp;
    exports org.mikey4j.trust;
}
