package org.mikey4j.cli.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sip.address.Address;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mikey4j.message.Octets;

/**
 * An answered call as octets, with which another process goes on. Everything variable is behind its length in four octets; what opens
 * them has made them, so nothing is bounded but by their number.
 *
 * <pre>
 * layout     1 octet, 1
 * version    8 octets, another one each time
 * the call   INVITE without its body; whether it had an offer, 1 octet; stage; Call-ID, From tag and failure tag of the callee's side;
 *            when it began, 8 octets; the caller's Contact
 * branches   their number in 4 octets; each: tag of the callee, tag for the caller, Contact of the callee, name of its state, number of
 *            routes in 4 octets and each route; the last 2xx to an INVITE for the caller and for the callee, empty if there is none
 * </pre>
 */
final class CallRecord {
    private static final int LAYOUT = 1;

    private CallRecord() {}

    /** How a call stands. In its monitor. */
    static Octets write(BridgedCall call, long version) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(LAYOUT);
            out.writeLong(version);
            CallTerms terms = call.terms();
            Request invite = (Request) terms.invite().clone();
            invite.removeContent();
            invite.removeHeader(ContentTypeHeader.NAME);
            write(out, octets(invite));
            out.writeBoolean(terms.offers());
            write(out, terms.stage());
            write(out, terms.calleeCallId().getCallId());
            write(out, terms.ownTag());
            write(out, terms.failureTag());
            out.writeLong(terms.began().toEpochMilli());
            write(out, call.callerTarget().toString());
            List<Fork> forks = call.forks();
            out.writeInt(forks.size());
            for (Fork fork : forks) {
                write(out, fork);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Octets.copyOf(octets.toByteArray());
    }

    private static void write(DataOutputStream out, Fork fork) throws IOException {
        write(out, fork.calleeTag());
        write(out, fork.callerTag());
        write(out, fork.target().toString());
        write(out, fork.state().name());
        out.writeInt(fork.routes().size());
        for (Address route : fork.routes()) {
            write(out, route.toString());
        }
        for (boolean toCaller : new boolean[] {true, false}) {
            write(out, fork.kept(toCaller).map(CallRecord::octets).orElse(new byte[0]));
        }
    }

    /** The stack writes the transport that it is told into the topmost Via. */
    private static byte[] octets(Message message) {
        String transport = ((ViaHeader) message.getHeader(ViaHeader.NAME)).getTransport();
        return ((SIPMessage) message).encodeAsBytes(transport);
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(DataOutputStream out, byte[] octets) throws IOException {
        out.writeInt(octets.length);
        out.write(octets);
    }

    /** The version of what is kept. */
    static long version(Octets kept) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept.toByteArray()))) {
            if (in.readByte() != LAYOUT) {
                throw new SipFailure("what is kept of a call has another layout");
            }
            return in.readLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The call as it stood.
     *
     * @throws SipFailure if this is no such record
     */
    static BridgedCall read(SipNode node, Octets kept) {
        long version = version(kept);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept.toByteArray()))) {
            in.skipNBytes(1 + Long.BYTES);
            CallTerms terms = new CallTerms(
                    (Request) message(octets(in)),
                    in.readBoolean(),
                    text(in),
                    node.headers().createCallIdHeader(text(in)),
                    text(in),
                    text(in),
                    Instant.ofEpochMilli(in.readLong()));
            Address callerTarget = node.address(text(in));
            List<Fork> forks = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                forks.add(fork(node, in));
            }
            return new BridgedCall(node, terms, callerTarget, forks, version);
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new SipFailure("what is kept of a call cannot be read", e);
        }
    }

    private static Fork fork(SipNode node, DataInputStream in) throws IOException, ParseException {
        String calleeTag = text(in);
        String callerTag = text(in);
        Address target = node.address(text(in));
        Fork.State state = Fork.State.valueOf(text(in));
        List<Address> routes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            routes.add(node.address(text(in)));
        }
        Fork fork = new Fork(calleeTag, callerTag, routes, target);
        fork.become(state);
        for (boolean toCaller : new boolean[] {true, false}) {
            byte[] success = octets(in);
            if (success.length > 0) {
                fork.keep((Response) message(success), toCaller);
            }
        }
        return fork;
    }

    private static Message message(byte[] octets) throws ParseException {
        return Optional.<Message>ofNullable(new StringMsgParser().parseSIPMessage(octets, true, false, null))
                .orElseThrow(() -> new ParseException("no message", 0));
    }

    private static byte[] octets(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(octets(in), StandardCharsets.UTF_8);
    }
}
