/** The {@code mikey} command. */
module org.mikey4j.cli {
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires java.xml;
    requires org.bouncycastle.provider;
    requires org.mikey4j.core;
    requires static org.jspecify;
}
