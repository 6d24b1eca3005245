package org.mikey4j.cli.conformance;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Implementations that are reached over a network, by where they are. */
public final class Networks {
    private static final int MIKEY_PORT = 2269;
    private static final int SIP_PORT = 5060;
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]/@;]+)(?::(\\d{1,5}))?");

    private Networks() {}

    /**
     * MIKEY in datagrams of its own.
     *
     * @param place {@code HOST} or {@code HOST:PORT}; the port is 2269 if it is not said
     * @throws IllegalArgumentException if it is neither
     */
    public static Subject udp(String place, Duration patience) {
        return new NetworkSubject("udp " + place, new UdpCarrier(address(place, MIKEY_PORT), patience));
    }

    /**
     * MIKEY in the offer of an INVITE over UDP.
     *
     * @param uri {@code sip:USER@HOST} or {@code sip:USER@HOST:PORT}
     * @throws IllegalArgumentException if it is neither
     */
    public static Subject sip(String uri, Duration patience) {
        if (!uri.startsWith("sip:")) {
            throw new IllegalArgumentException("no SIP URI: " + uri);
        }
        String host = uri.substring(uri.lastIndexOf('@') + 1)
                .replaceFirst("^sip:", "")
                .replaceFirst("[;?].*", "");
        return new NetworkSubject(uri, new SipCarrier(uri, address(host, SIP_PORT), patience));
    }

    /**
     * MIKEY in the KeyMgmt header of a SETUP.
     *
     * @throws IllegalArgumentException if it is not the URI of an RTSP server
     */
    public static Subject rtsp(String uri, Duration patience) {
        try {
            URI read = new URI(uri);
            if (!"rtsp".equals(read.getScheme()) || read.getHost() == null) {
                throw new IllegalArgumentException("no RTSP URI: " + uri);
            }
            return new NetworkSubject(uri, new RtspCarrier(read, patience));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no RTSP URI: " + uri, e);
        }
    }

    private static InetSocketAddress address(String place, int defaultPort) {
        Matcher matcher = HOST.matcher(place);
        int port = matcher.matches()
                ? Optional.ofNullable(matcher.group(2)).map(Integer::parseInt).orElse(defaultPort)
                : 0;
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("no host and port: " + place);
        }
        return new InetSocketAddress(matcher.group(1).replaceAll("[\\[\\]]", ""), port);
    }
}
