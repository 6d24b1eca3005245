package org.mikey4j.example.sip;

import java.net.InetSocketAddress;
import java.util.Vector;
import javax.sdp.MediaDescription;
import javax.sdp.SdpException;
import javax.sdp.SdpFactory;
import javax.sdp.SessionDescription;

/** Descriptions without keys, by {@code javax.sdp}. Keys are put into the text that comes of it, and read from the text that came. */
final class PlainSdp {
    private static final int PCMU = 0;

    private PlainSdp() {}

    /** One stream of PCMU over SRTP at this port of the loopback address. */
    static String audio(String user, int port, long version) {
        SdpFactory factory = SdpFactory.getInstance();
        try {
            SessionDescription session = factory.createSessionDescription();
            session.setOrigin(factory.createOrigin(user, 1, version, "IN", "IP4", "127.0.0.1"));
            session.setSessionName(factory.createSessionName("-"));
            session.setConnection(factory.createConnection("IN", "IP4", "127.0.0.1"));
            MediaDescription audio = factory.createMediaDescription("audio", port, 1, "RTP/SAVP", new int[] {PCMU});
            audio.setAttribute("rtpmap", "0 PCMU/8000");
            Vector<MediaDescription> media = new Vector<>();
            media.add(audio);
            session.setMediaDescriptions(media);
            return session.toString();
        } catch (SdpException e) {
            throw new IllegalStateException("the description cannot be made", e);
        }
    }

    /** Where the other end wants its audio. */
    static InetSocketAddress audioAddress(String sdp) throws SdpException {
        SessionDescription session = SdpFactory.getInstance().createSessionDescription(sdp);
        MediaDescription audio =
                (MediaDescription) session.getMediaDescriptions(true).get(CallKeys.AUDIO);
        String host = audio.getConnection() == null
                ? session.getConnection().getAddress()
                : audio.getConnection().getAddress();
        return new InetSocketAddress(host, audio.getMedia().getMediaPort());
    }
}
