package org.mikey4j.cli.sip;

import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;

/** How a node is opened. */
public final class SipOptions {
    private final Properties properties = new Properties();
    private SipTap tap = SipTap.none();
    private Optional<SSLContext> tls = Optional.empty();
    private Optional<String> host = Optional.empty();

    /** The defaults: no dialogs, and one thread for datagrams, so that they are handled in the order of arrival. */
    public SipOptions() {
        set("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        set("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        set("gov.nist.javax.sip.THREAD_POOL_SIZE", "1");
        set("gov.nist.javax.sip.TRACE_LEVEL", "OFF");
        set("gov.nist.javax.sip.LOG_LEVEL", "OFF");
        set("gov.nist.javax.sip.MAX_MESSAGE_SIZE", "65536");
        set("gov.nist.javax.sip.DELIVER_UNSOLICITED_NOTIFY", "true");
        set("gov.nist.javax.sip.NETWORK_LAYER", SipSockets.class.getName());
        set("gov.nist.javax.sip.TLS_CLIENT_AUTH_TYPE", "Enabled");
        set("gov.nist.javax.sip.ENABLED_CIPHER_SUITES", String.join(", ", SipSockets.SUITES));
        set("gov.nist.javax.sip.TLS_CLIENT_PROTOCOLS", String.join(", ", SipSockets.PROTOCOLS));
    }

    /** Lets the stack keep dialogs, for an element that is the end of them. */
    public SipOptions dialogs() {
        return set("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
    }

    /** The host that others are to send to, which may stand for several nodes; without it, the addresses of the node. */
    public SipOptions host(Optional<String> name) {
        this.host = name;
        return this;
    }

    Optional<String> host() {
        return host;
    }

    /** What it shows over TLS, and whom it trusts; both ends have to show certificates. */
    public SipOptions tls(SSLContext context) {
        this.tls = Optional.of(context);
        return this;
    }

    /** Shows received messages to somebody. */
    public SipOptions tap(SipTap listener) {
        this.tap = listener;
        return this;
    }

    SipTap tap() {
        return tap;
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    Properties properties() {
        return properties;
    }

    /** Sets a property of the stack. */
    public SipOptions set(String property, String value) {
        properties.setProperty(property, value);
        return this;
    }
}
