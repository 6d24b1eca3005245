package org.mikey4j.bench;

import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.mikey4j.message.Octets;
import org.mikey4j.sdp.Sdp;
import org.mikey4j.sdp.SdpSection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An SDP of 4 KiB with its key lines: nanoseconds of one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SdpBenchmark {
    private static final String OFFER = "AQAFgM0XflABAAAAAAAAAAAAAAsAyONQ6gAAAAAGEEoo2pee4hp2UaDX8ZE22YwKAAAPZG9uYWxk"
            + "QGR1Y2suY29tAQAAAAAAAQAk0JKpgaVkDaawi9whVBtBt0KZ14ymNuu62+Nv3ozPLygwK/GbAV9iemnGUIZ19fWQUOSrzKTAv9zV";

    private final String plain = plain();
    private final Octets message = Octets.copyOf(Base64.getDecoder().decode(OFFER));
    private final String keyed = Sdp.parse(plain).withAttribute(SdpSection.SESSION, "mikey", message);

    private static String plain() {
        StringBuilder sdp = new StringBuilder("v=0\r\no=alice 2891092738 2891092738 IN IP4 w-land.example.com\r\n"
                + "s=Cool stuff\r\nc=IN IP4 w-land.example.com\r\nt=0 0\r\n");
        for (String media : new String[] {"audio", "video"}) {
            sdp.append("m=").append(media).append(" 49000 RTP/SAVP 96 97 98 99 100 101 102 103\r\n");
            for (int i = 0; sdp.length() < (media.equals("audio") ? 2_000 : 4_096 - 180); i++) {
                sdp.append("a=fmtp:").append(96 + i % 8).append(" profile-level-id=42e01f;packetization-mode=1\r\n");
            }
        }
        return sdp.toString();
    }

    @Benchmark
    public String insert() {
        return Sdp.parse(plain).withAttribute(SdpSection.SESSION, "mikey", message);
    }

    @Benchmark
    public Octets read() {
        return Sdp.parse(keyed).session().attributes().get(0).data().octets();
    }

    @Benchmark
    public String replace() {
        return Sdp.parse(keyed).edit().replace(SdpSection.SESSION, "mikey", message).text();
    }
}
