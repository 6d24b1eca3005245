package org.mikey4j.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mikey4j.message.CertPayload;
import org.mikey4j.message.ChashPayload;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.EskPayload;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.RandrPayload;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SkPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.TicketPayload;
import org.mikey4j.message.TicketPolicy;
import org.mikey4j.message.TpPayload;
import org.mikey4j.message.TrPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.KeyDataType;

/**
 * A small seeded generator of valid messages. {@link #check} runs a property with many seeds and says the one that fails;
 * {@code -Dmikey.seed=N} runs that one alone.
 */
public final class Generate {
    private final Random random;

    public Generate(long seed) {
        this.random = new Random(seed);
    }

    /** Runs a property with {@code runs} seeds. */
    public static void check(int runs, Consumer<Generate> property) {
        Long only = Long.getLong("mikey.seed");
        long first = only == null ? 0 : only;
        for (long seed = first; seed < (only == null ? runs : first + 1); seed++) {
            try {
                property.accept(new Generate(seed));
            } catch (Throwable e) {
                throw new AssertionError("fails with -Dmikey.seed=" + seed, e);
            }
        }
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public Octets octets(int from, int to) {
        byte[] bytes = new byte[from + random.nextInt(to - from + 1)];
        random.nextBytes(bytes);
        return Octets.copyOf(bytes);
    }

    private long u32() {
        return Integer.toUnsignedLong(random.nextInt());
    }

    @SafeVarargs
    private <T> T oneOf(Supplier<T>... choices) {
        return choices[random.nextInt(choices.length)].get();
    }

    /** A message with payloads of every kind in any order, SIGN only at the end. */
    public MikeyMessage message() {
        List<Payload> payloads = new ArrayList<>();
        int policies = 0;
        for (int i = random.nextInt(9); i > 0; i--) {
            Payload payload = payload();
            if (payload instanceof SpPayload sp) {
                payload = new SpPayload(policies++, sp.protType(), sp.policyParam());
            }
            payloads.add(payload);
        }
        if (random.nextInt(4) == 0) {
            payloads.add(new SignPayload(random.nextInt(16), octets(1, 512)));
        }
        return MikeyMessage.encode(header(), payloads);
    }

    private CommonHeader header() {
        return new CommonHeader(random.nextInt(27), random.nextBoolean(), random.nextInt(128), u32(), map());
    }

    private CsIdMap map() {
        return oneOf(
                () -> {
                    List<SrtpId> ids = new ArrayList<>();
                    for (int i = random.nextInt(5); i > 0; i--) {
                        ids.add(new SrtpId(random.nextInt(256), u32(), u32()));
                    }
                    return SrtpIdMap.of(ids);
                },
                () -> new EmptyMap(1, random.nextInt(256)),
                () -> {
                    List<GenericId> ids = new ArrayList<>();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        ids.add(new GenericId(
                                random.nextInt(256),
                                random.nextInt(256),
                                random.nextBoolean(),
                                octets(0, 127),
                                octets(0, 12),
                                octets(0, 255)));
                    }
                    return new GenericIdMap(ids);
                });
    }

    public Payload payload() {
        return oneOf(
                this::kemac,
                () -> new PkePayload(random.nextInt(4), octets(1, 300)),
                () -> oneOf(
                        () -> new DhPayload(0, octets(192, 192), kv()),
                        () -> new DhPayload(1, octets(96, 96), kv()),
                        () -> new DhPayload(2, octets(128, 128), kv())),
                () -> new TPayload(random.nextInt(2), random.nextLong()),
                () -> new TPayload(2 + random.nextInt(2), u32()),
                () -> new IdPayload(random.nextInt(256), octets(1, 40)),
                () -> new CertPayload(random.nextInt(256), octets(1, 900)),
                () -> oneOf(
                        () -> new ChashPayload(0, octets(20, 20)),
                        () -> new ChashPayload(1, octets(16, 16)),
                        () -> new ChashPayload(2, octets(32, 32))),
                () -> oneOf(
                        () -> new VPayload(0, Octets.EMPTY),
                        () -> new VPayload(1, octets(20, 20)),
                        () -> new VPayload(2, octets(32, 32))),
                this::policy,
                () -> new RandPayload(octets(1, 255)),
                () -> new ErrPayload(random.nextInt(256)),
                () -> new TrPayload(random.nextInt(256), 3, u32()),
                () -> new IdrPayload(random.nextInt(256), random.nextInt(256), octets(1, 40)),
                () -> new RandrPayload(random.nextInt(256), octets(1, 255)),
                () -> new TpPayload(ticketPolicy()),
                () -> new TicketPayload(ticketPolicy(), octets(0, 90), octets(0, 90)),
                () -> new GeneralExtensionPayload(random.nextInt(256), octets(0, 90)),
                () -> new IbakePayload(octets(1, 90)),
                () -> new EskPayload(octets(1, 90)),
                () -> new SakkePayload(random.nextInt(256), random.nextInt(256), octets(1, 273)));
    }

    private SpPayload policy() {
        List<PolicyParameter> parameters = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            parameters.add(new PolicyParameter(random.nextInt(256), octets(0, 9)));
        }
        return SpPayload.of(0, random.nextInt(256), parameters);
    }

    private TicketPolicy ticketPolicy() {
        return new TicketPolicy(
                random.nextInt(1 << 16),
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(128),
                random.nextInt(1 << 12),
                octets(0, 60));
    }

    private KemacPayload kemac() {
        int encrAlg = 1 + random.nextInt(255);
        return oneOf(
                () -> new KemacPayload(encrAlg, octets(0, 200), 1, octets(20, 20)),
                () -> new KemacPayload(encrAlg, octets(0, 200), 2, octets(32, 32)),
                () -> new KemacPayload(encrAlg, octets(0, 200), 0, Octets.EMPTY));
    }

    /** A chain of sub-payloads. */
    public Octets subPayloads() {
        List<Payload> payloads = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            payloads.add(oneOf(
                    this::keyData,
                    () -> new SkPayload(random.nextInt(16), octets(1, 60), kv()),
                    () -> new EccptPayload(8, octets(65, 65), random.nextInt(256), random.nextInt(1 << 16), kv()),
                    () -> new IdPayload(random.nextInt(256), octets(1, 40))));
        }
        return PayloadChain.encode(payloads);
    }

    private KeyDataPayload keyData() {
        int type = random.nextInt(KeyDataType.K_PR + 1);
        return new KeyDataPayload(
                type, octets(1, 200), KeyDataPayload.hasSalt(type) ? octets(1, 16) : Octets.EMPTY, kv());
    }

    private KeyValidity kv() {
        return oneOf(
                () -> KeyValidity.NULL,
                () -> new KeyValidity.Spi(octets(1, 255)),
                () -> new KeyValidity.Interval(octets(1, 6), octets(1, 6)));
    }

    /** The octets with a few of them changed, left out, repeated or added. */
    public byte[] mutate(Octets octets) {
        byte[] bytes = octets.toByteArray();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int kind = bytes.length == 0 ? 3 : random.nextInt(5);
            bytes = switch (kind) {
                case 0 -> changed(bytes, at, (byte) random.nextInt(256));
                case 1 -> changed(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
                case 2 -> spliced(bytes, at, at + random.nextInt(bytes.length - at + 1), new byte[0]);
                case 3 -> spliced(bytes, at, at, octets(1, 8).toByteArray());
                default -> changed(bytes, at, (byte) (random.nextBoolean() ? 0 : 0xff));
            };
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
        byte[] out = new byte[bytes.length - (to - from) + with.length];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(with, 0, out, from, with.length);
        System.arraycopy(bytes, to, out, from + with.length, bytes.length - to);
        return out;
    }
}
