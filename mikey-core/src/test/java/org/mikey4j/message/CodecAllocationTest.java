package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.PrfFunc;

/**
 * What the codec allocates, counted for this thread: the guard of its speed, since counts do not vary with the machine. The
 * bounds are for code that is not compiled yet; compiled, it allocates less (BENCHMARKS.md).
 */
@Tag("counts-allocation")
class CodecAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Octets CAMERA =
            Octets.ofHex("01000500496ae122010000dd05c028000000000b00dbf2bcdd002b84120a106ad5a25835199be9ec33f214275899"
                    + "70010000001e00010101011002010103011404010e0701010801010901000a01010b010a000000270021001eececd2e6"
                    + "e9993171ea69e8190b75240f06c2e4d3698f86fcf9f07a31139e040000000d00");

    private static long allocated(Runnable action) {
        action.run();
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        action.run();
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    private static Octets message(int extensions) {
        List<SrtpId> sessions =
                IntStream.rangeClosed(1, 255).mapToObj(i -> new SrtpId(0, i, 0)).toList();
        List<Payload> payloads = new ArrayList<>();
        for (int i = 0; i < extensions; i++) {
            payloads.add(new GeneralExtensionPayload(0, Octets.copyOf(new byte[480])));
        }
        return MikeyMessage.encode(
                        new CommonHeader(DataType.PSK_INIT, false, PrfFunc.MIKEY_1, 1, SrtpIdMap.of(sessions)),
                        payloads)
                .octets();
    }

    @Test
    void aMessageOfACameraTakesLessThan1000Octets() {
        assertThat(MikeyMessage.decode(CAMERA, DecodeOptions.STRICT).payloads()).hasSize(4);
        assertThat(allocated(() -> MikeyMessage.decode(CAMERA, DecodeOptions.STRICT)))
                .isLessThan(1_000);
    }

    @Test
    void encodingTakesLittleMoreThanTheMessage() {
        MikeyMessage message = MikeyMessage.decode(CAMERA, DecodeOptions.STRICT);

        assertThat(allocated(() -> MikeyMessage.encode(message.header(), message.payloads())))
                .isLessThan(600);
    }

    @Test
    void peekingTakesNothing() {
        byte[] array = CAMERA.toByteArray();

        assertThat(CommonHeader.peekCsbId(array, 0, array.length)).isEqualTo(0x496ae122L);
        assertThat(CommonHeader.peekDataType(array, 0, array.length)).isEqualTo(DataType.PSK_INIT);
        assertThat(allocated(() -> CommonHeader.peekCsbId(array, 0, array.length)))
                .isZero();
        assertThat(allocated(() -> CommonHeader.peekDataType(array, 0, array.length)))
                .isZero();
    }

    /** Each payload adds the same; 255 crypto sessions add nothing, since they are read where they lie. */
    @Test
    void whatIsAllocatedIsLinear() {
        long none =
                allocated(() -> MikeyMessage.decode(message(0), DecodeOptions.STRICT)) - allocated(() -> message(0));
        Octets small = message(16);
        Octets large = message(128);
        long few = allocated(() -> MikeyMessage.decode(small, DecodeOptions.STRICT));
        long many = allocated(() -> MikeyMessage.decode(large, DecodeOptions.STRICT));

        assertThat(large.length()).isGreaterThan(63_000);
        assertThat(none).isLessThan(1_000);
        assertThat(many).isLessThan(9 * few);
    }
}
