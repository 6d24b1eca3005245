/** The {@code mikey} command. */
module org.mikey4j.cli {
    requires com.fasterxml.jackson.core;
    requires com.h2database;
    requires info.picocli;
    requires jain.sip.ri;
    requires java.logging;
    requires java.naming;
    requires java.sql;
    requires java.xml;
    requires jdk.httpserver;
    requires jitsi.srtp;
    requires jitsi.utils;
    requires org.bouncycastle.provider;
    requires org.mikey4j.core;
    requires org.postgresql.jdbc;
    requires static org.jspecify;
}
