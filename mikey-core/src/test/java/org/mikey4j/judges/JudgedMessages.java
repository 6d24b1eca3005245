package org.mikey4j.judges;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.exchange.SrtpPolicy;
import org.mikey4j.exchange.psk.PskInitiator;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.DhPayload;
import org.mikey4j.message.ErrPayload;
import org.mikey4j.message.GeneralExtensionPayload;
import org.mikey4j.message.GenericIdMap;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PkePayload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.Severity;
import org.mikey4j.message.SignPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.VPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.vectors.VectorFile;

/**
 * The messages that other programs judge: those of the vectors, and some of our own with every payload they know. CERT is
 * left out, since tshark takes a URL for DER, and CHASH, which it does not know.
 */
final class JudgedMessages {
    private static final Octets RAND = Octets.ofHex("101112131415161718191a1b1c1d1e1f");
    private static final TPayload T = new TPayload(0, 0xe5a1b2c300000000L);
    private static final CsIdMap MAP = CsIdMap.srtp(new SrtpId(0, 0x11111111, 0), new SrtpId(0, 0, 9));

    private JudgedMessages() {}

    /**
     * Messages of the data types of RFC 3830 and RFC 4650, and SAKKE messages without a GENERIC-ID map, which others read
     * as if its entries had 9 octets.
     */
    static List<MikeyMessage> classical() {
        Set<Integer> known = Set.of(
                DataType.PSK_INIT,
                DataType.PSK_RESP,
                DataType.PK_INIT,
                DataType.PK_RESP,
                DataType.DH_INIT,
                DataType.DH_RESP,
                DataType.ERROR,
                DataType.DHHMAC_INIT,
                DataType.DHHMAC_RESP,
                DataType.SAKKE);
        List<MikeyMessage> all = new ArrayList<>();
        Stream.of("messages/rfc3830.json", "messages/peers.json")
                .flatMap(VectorFile::messages)
                .filter(v -> !v.isInvalid())
                .map(v -> MikeyMessage.decode(v.message().toByteArray()))
                .filter(m ->
                        known.contains(m.header().dataType()) && !(m.header().csIdMap() instanceof GenericIdMap))
                .forEach(all::add);
        all.addAll(preSharedKey());
        all.addAll(everyPayload());
        return all;
    }

    /**
     * The readable wire vectors made of payloads that {@code known} names. Left out are policy parameters without a value,
     * which tshark takes for malformed, the salted keys of RFC 6043, whose salt it does not know of, and several keys, which it
     * takes for one.
     */
    static List<MikeyMessage> wire(Set<String> known) {
        return VectorFile.messages("wire/payloads.json")
                .filter(v -> !v.isInvalid()
                        && !v.toString()
                                .matches("wire-sp-param-[0-9]+-size-0|wire-key-data-type-5-.*|wire-key-data-times-.*"))
                .map(v -> MikeyMessage.decode(v.message().toByteArray()))
                .filter(m -> !(m.header().csIdMap() instanceof GenericIdMap))
                .filter(m -> m.layout().stream()
                        .flatMap(p -> Stream.concat(Stream.of(p), p.children().stream()))
                        .allMatch(p -> known.contains(p.name())))
                .toList();
    }

    /**
     * All messages of the exchange vectors that are accepted, and all answers, which are ours octet for octet, each once; left out is what {@link #wire} leaves out, and payloads that {@code known} does not name.
     */
    static List<MikeyMessage> exchanges(Set<String> known) {
        Set<Octets> octets = new LinkedHashSet<>();
        for (String file : List.of(
                "psk-responder",
                "psk-initiator",
                "dhhmac-responder",
                "dhhmac-initiator",
                "pk-responder",
                "dh-sign-responder",
                "dh-sign-initiator",
                "rsa-r-responder",
                "rsa-r-initiator")) {
            for (JsonNode step : VectorFile.read("exchanges/" + file + ".json").findParents("message")) {
                if (step.path("result").asText().equals("accepted")) {
                    octets.add(Octets.ofHex(step.get("message").asText()));
                }
                if (step.hasNonNull("answer")) {
                    octets.add(Octets.ofHex(step.get("answer").asText()));
                }
            }
        }
        return octets.stream()
                .map(o -> MikeyMessage.inspect(o, DecodeOptions.STRICT))
                .filter(i -> i.diagnostics().stream().noneMatch(d -> d.severity() == Severity.ERROR))
                .flatMap(i -> i.message().stream())
                .filter(m -> !(m.header().csIdMap() instanceof GenericIdMap))
                // tshark takes the validity of a Diffie-Hellman value for the end of the message.
                .filter(m -> m.payloads(DhPayload.class).stream()
                        .allMatch(dh -> dh.kv().equals(KeyValidity.NULL)))
                .filter(m -> m.layout().stream()
                        .flatMap(p -> Stream.concat(Stream.of(p), p.children().stream()))
                        .allMatch(p -> known.contains(p.name())))
                .toList();
    }

    /** Messages of the pre-shared key method that our Initiator makes. */
    static List<MikeyMessage> preSharedKey() {
        ExchangeSettings settings = ExchangeSettings.builder(
                        Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC), new SecureRandom())
                .allowNull(true)
                .build();
        PskInitiator initiator = new PskInitiator(settings);
        SecretBytes psk = SecretBytes.wrap(new byte[16]);
        List<MikeyMessage> made = new ArrayList<>();
        for (String policy : SrtpPolicy.names()) {
            OfferRequest.Builder request = OfferRequest.builder()
                    .initiator(IdPayload.uri("sip:alice@example.org"))
                    .csIdMap(MAP)
                    .policies(SrtpPolicy.named(policy, 0).orElseThrow());
            made.add(initiator.send(psk, request.build()).message());
            made.add(initiator
                    .sendUnprotected(request.encrAlg(EncrAlg.NULL)
                            .macAlg(MacAlg.NULL)
                            .keys(KeySpec.of(KeyDataType.TEK, SecretBytes.wrap(new byte[16]))
                                    .valid(new KeyValidity.Spi(RAND.slice(0, 4))))
                            .build())
                    .message());
        }
        return made;
    }

    private static List<MikeyMessage> everyPayload() {
        IdPayload id = IdPayload.nai("alice@example.org");
        VPayload v = new VPayload(MacAlg.HMAC_SHA_1_160, Octets.copyOf(new byte[20]));
        SignPayload sign = new SignPayload(0, Octets.copyOf(new byte[256]));
        Payload dh = new DhPayload(0, Octets.copyOf(new byte[192]), KeyValidity.NULL);
        return List.of(
                message(DataType.PK_RESP, T, id, v),
                message(DataType.DH_INIT, T, new RandPayload(RAND), id, dh, sign),
                message(
                        DataType.DH_RESP,
                        T,
                        id,
                        new DhPayload(1, Octets.copyOf(new byte[96]), KeyValidity.NULL),
                        new DhPayload(2, Octets.copyOf(new byte[128]), KeyValidity.NULL),
                        sign),
                message(
                        DataType.PK_INIT,
                        T,
                        new RandPayload(RAND),
                        id,
                        new PkePayload(2, Octets.copyOf(new byte[128])),
                        sign),
                message(
                        DataType.ERROR,
                        T,
                        new ErrPayload(10),
                        new ErrPayload(4),
                        new GeneralExtensionPayload(1, Octets.ofHex("6d696b6579")),
                        v));
    }

    private static MikeyMessage message(int dataType, Payload... payloads) {
        return MikeyMessage.encode(new CommonHeader(dataType, true, 0, 0x01020304L, MAP), List.of(payloads));
    }
}
