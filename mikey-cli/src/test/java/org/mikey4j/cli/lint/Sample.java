package org.mikey4j.cli.lint;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.GenericId;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SakkePayload;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.TsType;

/** A message to change one thing in. */
final class Sample {
    /** The clock of the tests. */
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00.5Z");

    private int dataType = DataType.PSK_INIT;
    private boolean v;
    private int prf = 1;
    private long csbId = 0x2a3b4c5dL;
    private CsIdMap map = CsIdMap.srtp(new SrtpId(0, 0x1a2b3c4dL, 0));
    private final List<Payload> payloads = new ArrayList<>();

    /** A pre-shared key message with which nothing is wrong. */
    static Sample psk() {
        Sample sample = new Sample();
        sample.payloads.addAll(List.of(
                t(NOW),
                new RandPayload(random(16, 1)),
                IdPayload.uri("sip:alice@example.org"),
                IdPayload.uri("sip:bob@example.org"),
                SrtpPolicy.named("AES_CM_128_HMAC_SHA1_80", 0).orElseThrow(),
                new KemacPayload(EncrAlg.AES_CM_128, random(20, 2), MacAlg.HMAC_SHA_1_160, random(20, 3))));
        return sample;
    }

    /** What a camera sends inside TLS, with which nothing is wrong either. */
    static Sample camera() {
        Sample sample = new Sample();
        sample.prf = 0;
        sample.payloads.addAll(List.of(t(NOW), new RandPayload(random(16, 1)), sp(0, CAMERA), kemac(key())));
        return sample;
    }

    static Sample answer() {
        Sample sample = new Sample();
        sample.dataType = DataType.PSK_RESP;
        sample.payloads.addAll(List.of(t(NOW), new VPayload(MacAlg.HMAC_SHA_1_160, random(20, 4))));
        return sample;
    }

    static Sample sakke() {
        Sample sample = new Sample();
        sample.dataType = DataType.SAKKE;
        sample.csbId = 0x0a3b4c5dL;
        sample.map = new GenericIdMap(List.of(new GenericId(
                4, ProtType.SRTP, false, Octets.ofHex("00"), Octets.EMPTY, Octets.ofHex("0102030405060708"))));
        sample.payloads.addAll(List.of(
                t(NOW),
                new RandPayload(random(16, 1)),
                new IdrPayload(IdRole.IDR_UIDI, 0, random(32, 5)),
                new IdrPayload(IdRole.IDR_UIDR, 0, random(32, 6)),
                new IdrPayload(IdRole.IDR_KMSI, 1, text("kms.example.org")),
                new IdrPayload(IdRole.IDR_KMSR, 1, text("kms.example.org")),
                SrtpPolicy.named("MCX_GROUP", 0).orElseThrow(),
                new SakkePayload(1, 2, random(273, 7)),
                new GeneralExtensionPayload(7, Octets.ofHex("43" + random(60, 8).toHex())),
                new SignPayload(2, random(129, 9))));
        return sample;
    }

    static final String CAMERA = "0=01,1=10,2=01,3=14,7=01,8=01,10=01,11=0a";

    static TPayload t(Instant time) {
        return new TPayload(TsType.NTP_UTC, NtpTime.of(time));
    }

    static SpPayload sp(int policyNo, String parameters) {
        List<PolicyParameter> list = new ArrayList<>();
        for (String parameter : parameters.split(",", -1)) {
            String[] parts = parameter.split("=", -1);
            list.add(new PolicyParameter(Integer.parseInt(parts[0]), Octets.ofHex(parts[1])));
        }
        return SpPayload.of(policyNo, ProtType.SRTP, list);
    }

    static KeyDataPayload key() {
        return key(KeyDataType.TEK, 30, 0, new KeyValidity.Spi(Octets.ofHex("0000002f")));
    }

    static KeyDataPayload key(int type, int keyOctets, int saltOctets, KeyValidity kv) {
        return new KeyDataPayload(type, random(keyOctets, 10), random(saltOctets, 11), kv);
    }

    static KemacPayload kemac(KeyDataPayload... keys) {
        return new KemacPayload(EncrAlg.NULL, PayloadChain.encode(List.of(keys)), MacAlg.NULL, Octets.EMPTY);
    }

    static Octets random(int length, int seed) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return Octets.copyOf(octets);
    }

    static Octets text(String text) {
        return Octets.of(text, StandardCharsets.UTF_8);
    }

    Sample type(int value) {
        dataType = value;
        return this;
    }

    Sample v() {
        v = true;
        return this;
    }

    Sample prf(int value) {
        prf = value;
        return this;
    }

    Sample csbId(long value) {
        csbId = value;
        return this;
    }

    Sample map(CsIdMap value) {
        map = value;
        return this;
    }

    Sample sessions(SrtpId... ids) {
        return map(CsIdMap.srtp(ids));
    }

    /** Puts a payload in the place of the first of its kind, or before the last. */
    Sample with(Payload payload) {
        for (int i = 0; i < payloads.size(); i++) {
            if (payloads.get(i).type() == payload.type()) {
                payloads.set(i, payload);
                return this;
            }
        }
        return plus(payload);
    }

    /** Adds a payload before the last. */
    Sample plus(Payload payload) {
        payloads.add(Math.max(0, payloads.size() - 1), payload);
        return this;
    }

    Sample last(Payload payload) {
        payloads.add(payload);
        return this;
    }

    Sample without(Class<? extends Payload> kind) {
        payloads.removeIf(kind::isInstance);
        return this;
    }

    /** Changes the first payload of a kind. */
    <P extends Payload> Sample change(Class<P> kind, UnaryOperator<P> change) {
        Optional<P> first =
                payloads.stream().filter(kind::isInstance).map(kind::cast).findFirst();
        return with(change.apply(first.orElseThrow()));
    }

    Octets octets() {
        return MikeyMessage.encode(new CommonHeader(dataType, v, prf, csbId, map), payloads)
                .octets();
    }

    String hex() {
        return octets().toHex();
    }

    String base64() {
        return Base64.getEncoder().encodeToString(octets().toByteArray());
    }

    String attribute() {
        return "a=key-mgmt:mikey " + base64();
    }

    String header() {
        return "KeyMgmt: prot=mikey; uri=\"rtsps://camera.example.org/1\"; data=\"" + base64() + "\"";
    }
}
