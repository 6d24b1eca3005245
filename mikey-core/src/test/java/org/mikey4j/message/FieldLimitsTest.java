package org.mikey4j.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The largest value that each field takes, by the width that the standard gives it on the wire, and how one more is refused. */
class FieldLimitsTest {
    private static final Octets NONE = Octets.EMPTY;
    private static final Octets ONE = Octets.ofHex("aa");
    private static final KeyValidity KV = KeyValidity.NULL;
    private static final TicketPolicy POLICY = new TicketPolicy(1, 1, 1, 0, 0, NONE);

    private static Octets octets(int length) {
        return Octets.copyOf(new byte[length]);
    }

    private static SkPayload sk(KeyValidity kv) {
        return new SkPayload(1, ONE, kv);
    }

    private static Arguments field(String of, String name, int max, Function<Octets, Payload> make) {
        return arguments(of, name, max, make);
    }

    static Stream<Arguments> fieldsWithALength() {
        return Stream.of(
                field("KEMAC", "encr data", 0xffff, d -> new KemacPayload(1, d, 0, NONE)),
                field("PKE", "data", 0x3fff, d -> new PkePayload(0, d)),
                field("SIGN", "signature", 0xfff, d -> new SignPayload(1, d)),
                field("ID", "ID data", 0xffff, d -> new IdPayload(0, d)),
                field("CERT", "cert data", 0xffff, d -> new CertPayload(0, d)),
                field("RAND", "RAND", 0xff, RandPayload::new),
                field("IDR", "ID data", 0xffff, d -> new IdrPayload(1, 0, d)),
                field("RANDR", "RAND", 0xff, d -> new RandrPayload(1, d)),
                field("TP", "TP data", 0xffff, d -> new TpPayload(new TicketPolicy(1, 1, 1, 0, 0, d))),
                field("TICKET", "ticket data", 0xffff, d -> new TicketPayload(POLICY, d, ONE)),
                field("TICKET", "initiator data", 0xffff, d -> new TicketPayload(POLICY, ONE, d)),
                field("KEY_DATA", "key data", 0xffff, d -> new KeyDataPayload(1, d, ONE, KV)),
                field("KEY_DATA", "salt data", 0xffff, d -> new KeyDataPayload(1, ONE, d, KV)),
                field("GENERAL_EXT", "data", 0xffff, d -> new GeneralExtensionPayload(0, d)),
                field("IBAKE", "encr data", 0xffff, IbakePayload::new),
                field("ESK", "encr data", 0xffff, EskPayload::new),
                field("SK", "key data", 0xffff, d -> new SkPayload(1, d, KV)),
                field("SAKKE", "SAKKE data", 0xffff, d -> new SakkePayload(1, 1, d)),
                field("SPI", "SPI", 0xff, d -> sk(new KeyValidity.Spi(d))),
                field("interval", "valid from", 0xff, d -> sk(new KeyValidity.Interval(d, ONE))),
                field("interval", "valid to", 0xff, d -> sk(new KeyValidity.Interval(ONE, d))),
                field("OMA BCAST", "OMA BCAST data", 0xfffe, d -> new OmaBcast(1, d).extension()));
    }

    @ParameterizedTest(name = "{0}: {1} of up to {2} octets")
    @MethodSource("fieldsWithALength")
    void anOctetStringIsAsLongAsItsLengthFieldCanSay(String of, String name, int max, Function<Octets, Payload> make) {
        Payload longest = make.apply(octets(max));

        assertThat(PayloadChain.decode(PayloadChain.encode(List.of(longest)), longest.type()))
                .containsExactly(longest);
        assertThatThrownBy(() -> make.apply(octets(max + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%s: %d octets are more than its length field can say (%d)", name, max + 1, max);
    }

    private static GenericId genericId(Octets policies, Octets data, Octets spi) {
        return new GenericId(1, 0, false, policies, data, spi);
    }

    static Stream<Arguments> fieldsOfAGenericId() {
        return Stream.<Arguments>of(
                arguments("Ps", 0x7f, (Function<Octets, GenericId>) d -> genericId(d, ONE, ONE)),
                arguments("session data", 0xffff, (Function<Octets, GenericId>) d -> genericId(ONE, d, ONE)),
                arguments("SPI", 0xff, (Function<Octets, GenericId>) d -> genericId(ONE, ONE, d)));
    }

    @ParameterizedTest(name = "{0} of up to {1} octets")
    @MethodSource("fieldsOfAGenericId")
    void aGenericIdToo(String name, int max, Function<Octets, GenericId> make) {
        CommonHeader header = new CommonHeader(14, false, 0, 1, new GenericIdMap(List.of(make.apply(octets(max)))));
        MikeyMessage message = MikeyMessage.encode(header, List.of());

        DecodeOptions options = new DecodeOptions(DecodeOptions.Trailing.REJECT, 0x20000);
        assertThat(MikeyMessage.decode(message.octets(), options).header()).isEqualTo(header);
        assertThatThrownBy(() -> make.apply(octets(max + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%s: %d octets are more than its length field can say (%d)", name, max + 1, max);
    }

    @Test
    void aKeyIdAndAPolicyParameterHaveOneOctetOfLength() {
        assertThat(KeyId.of(KeyId.extension(List.of(new KeyId(0, octets(255))))))
                .containsExactly(new KeyId(0, octets(255)));
        assertThatThrownBy(() -> new KeyId(0, octets(256)))
                .hasMessage("key ID: 256 octets are more than its length field can say (255)");
        PolicyParameter longest = new PolicyParameter(4, octets(255));
        assertThat(SpPayload.of(0, 0, List.of(longest)).parameters()).containsExactly(longest);
        assertThatThrownBy(() -> new PolicyParameter(4, octets(256)))
                .hasMessage("SP parameter 4: 256 octets are more than its length field can say (255)");
    }

    /** 255 parameters of 255 octets, each after 2 octets, leave 0 of 65535. */
    @Test
    void aPolicyHasTwoOctetsOfLength() {
        List<PolicyParameter> most = Collections.nCopies(255, new PolicyParameter(1, octets(255)));
        SpPayload full = SpPayload.of(0, 0, most);

        assertThat(full.policyParam().length()).isEqualTo(0xffff);
        assertThat(PayloadChain.decode(PayloadChain.encode(List.of(full)), full.type()))
                .containsExactly(full);
        assertThatThrownBy(() -> SpPayload.of(0, 0, Collections.nCopies(256, new PolicyParameter(1, octets(254)))))
                .hasMessage("policy param: 65536 octets are more than its length field can say (65535)");
    }

    private static Arguments number(String name, long max, LongFunction<?> make) {
        return arguments(name, max, make);
    }

    static Stream<Arguments> numbers() {
        CsIdMap none = CsIdMap.srtp();
        return Stream.of(
                number("version", 0xff, n -> new CommonHeader((int) n, 0, false, 0, 0, none)),
                number("data type", 0xff, n -> new CommonHeader((int) n, false, 0, 0, none)),
                number("PRF func", 0x7f, n -> new CommonHeader(0, false, (int) n, 0, none)),
                number("CS ID map type", 0xff, n -> new EmptyMap((int) n, 0)),
                number("#CS", 0xff, n -> new EmptyMap(1, (int) n)),
                number("policy no", 0xff, n -> new SrtpId((int) n, 0, 0)),
                number("CS ID", 0xff, n -> new GenericId((int) n, 0, false, NONE, NONE, NONE)),
                number("prot type", 0xff, n -> new GenericId(0, (int) n, false, NONE, NONE, NONE)),
                number("encr alg", 0xff, n -> new KemacPayload((int) n, NONE, 0, NONE)),
                number("C", 3, n -> new PkePayload((int) n, ONE)),
                number("S type", 0xf, n -> new SignPayload((int) n, ONE)),
                number("ID type", 0xff, n -> new IdPayload((int) n, ONE)),
                number("cert type", 0xff, n -> new CertPayload((int) n, ONE)),
                number("policy no", 0xff, n -> new SpPayload((int) n, 0, NONE)),
                number("prot type", 0xff, n -> new SpPayload(0, (int) n, NONE)),
                number("SP parameter type", 0xff, n -> new PolicyParameter((int) n, NONE)),
                number("SP parameter 7", 0xff, n -> PolicyParameter.of(7, (int) n)),
                number("error no", 0xff, n -> new ErrPayload((int) n)),
                number("TS role", 0xff, n -> new TrPayload((int) n, 0, 0)),
                number("ID role", 0xff, n -> new IdrPayload((int) n, 0, ONE)),
                number("ID type", 0xff, n -> new IdrPayload(1, (int) n, ONE)),
                number("RAND role", 0xff, n -> new RandrPayload((int) n, ONE)),
                number("ticket type", 0xffff, n -> new TicketPolicy((int) n, 1, 1, 0, 0, NONE)),
                number("subtype", 0xff, n -> new TicketPolicy(1, (int) n, 1, 0, 0, NONE)),
                number("version", 0xff, n -> new TicketPolicy(1, 1, (int) n, 0, 0, NONE)),
                number("PRF func", 0x7f, n -> new TicketPolicy(1, 1, 1, (int) n, 0, NONE)),
                number("flags", 0xfff, n -> new TicketPolicy(1, 1, 1, 0, (int) n, NONE)),
                number("key data type", 0xf, n -> new KeyDataPayload((int) n, ONE, NONE, KV)),
                number("type", 0xff, n -> new GeneralExtensionPayload((int) n, NONE)),
                number("key ID type", 0xff, n -> new KeyId((int) n, NONE)),
                number("OMA BCAST subtype", 0xff, n -> new OmaBcast((int) n, NONE)),
                number("SK type", 0xf, n -> new SkPayload((int) n, ONE, KV)),
                number("auth alg", 0xff, n -> new EccptPayload(1, octets(49), (int) n, 0, KV)),
                number("TGK len", 0xffff, n -> new EccptPayload(1, octets(49), 0, (int) n, KV)),
                number("SAKKE params", 0xff, n -> new SakkePayload((int) n, 1, ONE)),
                number("ID scheme", 0xff, n -> new SakkePayload(1, (int) n, ONE)));
    }

    @ParameterizedTest(name = "{0} up to {1}")
    @MethodSource("numbers")
    void aNumberFitsItsField(String name, long max, LongFunction<?> make) {
        assertThat(make.apply(0)).isEqualTo(make.apply(0)).isNotEqualTo(make.apply(max));
        for (long bad : new long[] {-1, max + 1}) {
            assertThatThrownBy(() -> make.apply(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("%s: %d is not between 0 and %d", name, bad, max);
        }
    }

    static Stream<Arguments> numbersOf32Bits() {
        return Stream.of(
                number("CSB ID", 0, n -> new CommonHeader(0, false, 0, n, CsIdMap.srtp())),
                number("SSRC", 0, n -> new SrtpId(0, n, 0)),
                number("ROC", 0, n -> new SrtpId(0, 0, n)),
                number("TS value", 0, n -> new TPayload(2, n)),
                number("TS value", 0, n -> new TPayload(3, n)),
                number("TS value", 0, n -> new TrPayload(1, 3, n)));
    }

    @ParameterizedTest(name = "{0} of 32 bits")
    @MethodSource("numbersOf32Bits")
    void aNumberOf32BitsIsUnsigned(String name, long zero, LongFunction<?> make) {
        assertThat(make.apply(zero)).isNotEqualTo(make.apply(0xffff_ffffL));
        for (long bad : new long[] {-1, 0x1_0000_0000L}) {
            assertThatThrownBy(() -> make.apply(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("%s: %d does not fit into 32 bits", name, bad);
        }
    }

    @Test
    void aMapHasUpTo255Sessions() {
        assertThat(SrtpIdMap.of(Collections.nCopies(255, new SrtpId(0, 0, 0))).csCount())
                .isEqualTo(255);
        assertThatThrownBy(() -> SrtpIdMap.of(Collections.nCopies(256, new SrtpId(0, 0, 0))))
                .hasMessage("#CS: 256 is not between 0 and 255");
        assertThatThrownBy(() -> new SrtpIdMap(octets(256 * 9))).hasMessage("#CS: 256 is not between 0 and 255");
        assertThatThrownBy(() -> new SrtpIdMap(octets(10)))
                .hasMessage("CS ID map info: 10 octets are not a multiple of 9");
        GenericId id = genericId(NONE, NONE, NONE);
        assertThat(new GenericIdMap(Collections.nCopies(255, id)).csCount()).isEqualTo(255);
        assertThatThrownBy(() -> new GenericIdMap(Collections.nCopies(256, id)))
                .hasMessage("#CS: 256 is not between 0 and 255");
    }
}
