package org.mikey4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PrfFunc;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A message as cameras send it, of 126 octets, and messages that are as large as they get: nanoseconds of one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    /** The message that {@code src/bench/gst_mikey.c} parses too: HDR, T, RAND, SP with ten parameters, KEMAC in the clear. */
    private static final String CAMERA = "01000500496ae122010000dd05c028000000000b00dbf2bcdd002b84120a106ad5a25835199be9ec33"
            + "f21427589970010000001e00010101011002010103011404010e0701010801010901000a01010b010a000000270021001eececd2e6"
            + "e9993171ea69e8190b75240f06c2e4d3698f86fcf9f07a31139e040000000d00";

    private final Octets camera = Octets.ofHex(CAMERA);
    private final byte[] cameraArray = camera.toByteArray();
    private final Octets large8k = large(8);
    private final Octets large64k = large(64);

    /** 255 crypto sessions and general extensions, of so many KiB in all. */
    private static Octets large(int kib) {
        List<SrtpId> sessions = IntStream.rangeClosed(1, 255)
                .mapToObj(i -> new SrtpId(0, i, 0))
                .toList();
        CommonHeader header =
                new CommonHeader(DataType.PSK_INIT, false, PrfFunc.MIKEY_1, 1, SrtpIdMap.of(sessions));
        List<Payload> payloads = new ArrayList<>();
        for (int octets = 10 + 255 * 9; octets + 512 <= 1024 * kib; octets += 512) {
            payloads.add(new GeneralExtensionPayload(0, Octets.copyOf(new byte[508])));
        }
        return MikeyMessage.encode(header, payloads).octets();
    }

    @Benchmark
    public MikeyMessage decode() {
        return MikeyMessage.decode(camera, DecodeOptions.STRICT);
    }

    @Benchmark
    public MikeyMessage decodeAndEncode() {
        MikeyMessage message = MikeyMessage.decode(camera, DecodeOptions.STRICT);
        return MikeyMessage.encode(message.header(), message.payloads());
    }

    @Benchmark
    public long peek() {
        return CommonHeader.peekCsbId(cameraArray, 0, cameraArray.length)
                + CommonHeader.peekDataType(cameraArray, 0, cameraArray.length);
    }

    @Benchmark
    public MikeyMessage decode8KiB() {
        return MikeyMessage.decode(large8k, DecodeOptions.STRICT);
    }

    @Benchmark
    public MikeyMessage decode64KiB() {
        return MikeyMessage.decode(large64k, DecodeOptions.STRICT);
    }
}
