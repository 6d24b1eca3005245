package org.mikey4j.cli.sip;

import gov.nist.javax.sip.SipStackImpl;
import java.util.Properties;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.PeerUnavailableException;
import javax.sip.TransportNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * A SIP stack whose datagrams lie in arrays of their own length. The stack's own reader of datagrams makes an array of the longest
 * message for each that it awaits, which was three fifths of all that a node allocated; {@link SipDatagrams} makes that array
 * itself, once, so the reader is told that messages have one octet. Connections are told the truth.
 */
final class NodeStack extends SipStackImpl {
    private volatile @Nullable Thread makingReaderOfDatagrams;

    NodeStack(Properties properties) throws PeerUnavailableException {
        super(properties);
    }

    @Override
    public synchronized ListeningPoint createListeningPoint(String address, int port, String transport)
            throws TransportNotSupportedException, InvalidArgumentException {
        makingReaderOfDatagrams = transport.equalsIgnoreCase(ListeningPoint.UDP) ? Thread.currentThread() : null;
        try {
            return super.createListeningPoint(address, port, transport);
        } finally {
            makingReaderOfDatagrams = null;
        }
    }

    @Override
    public int getMaxMessageSize() {
        return Thread.currentThread() == makingReaderOfDatagrams ? 1 : super.getMaxMessageSize();
    }
}
