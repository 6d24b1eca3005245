package org.mikey4j.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.mikey4j.crypto.DhGroup;
import org.mikey4j.crypto.DhHalfKey;
import org.mikey4j.crypto.JcaAlgorithms;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.Compatibility;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.DhPolicy;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.exchange.OfferJudge;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.exchange.SessionKey;
import org.mikey4j.exchange.psk.PskLookup;
import org.mikey4j.exchange.psk.PskPeer;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.replay.ReplayCache;

/** One exchange vector: what an end is given, and what must come of each message. */
@SuppressWarnings("exports")
public record ExchangeVector(JsonNode json) {
    static Stream<ExchangeVector> of(String file) {
        return VectorFile.messages(file).map(v -> new ExchangeVector(v.json()));
    }

    JsonNode setup() {
        return json.get("setup");
    }

    List<JsonNode> steps() {
        return StreamSupport.stream(json.get("steps").spliterator(), false).toList();
    }

    Optional<SecretBytes> psk() {
        return setup().get("psk").isNull()
                ? Optional.empty()
                : Optional.of(SecretBytes.copyOf(Octets.ofHex(setup().get("psk").asText())));
    }

    Optional<IdPayload> identity(String name) {
        JsonNode id = setup().path(name);
        return id.isMissingNode()
                ? Optional.empty()
                : Optional.of(new IdPayload(
                        id.get("type").asInt(), Octets.ofHex(id.get("data").asText())));
    }

    ExchangeSettings settings(Clock clock) {
        ExchangeSettings.Builder settings = ExchangeSettings.builder(clock, new SecureRandom());
        List<Compatibility> accepted = new ArrayList<>();
        for (JsonNode option : setup().path("options")) {
            switch (option.asText()) {
                case "ALLOW_SMALL_GROUPS" -> {}
                case "ALLOW_NULL" -> settings.allowNull(true);
                case "TRAILING_ZERO" -> settings.decodeOptions(DecodeOptions.ACCEPT_TRAILING_ZERO);
                default -> accepted.add(Compatibility.valueOf(option.asText()));
            }
        }
        return settings.accept(accepted.toArray(new Compatibility[0])).build();
    }

    /** Knows the key of the setup, whoever asks. */
    PskLookup lookup() {
        return claim -> psk().map(psk -> new PskPeer(psk, identity("initiator"), identity("responder")));
    }

    /** Accepts what is supported, and fills in the SSRC of the setup. */
    OfferJudge judge() {
        long fill = Long.parseLong(setup().get("fill").asText(), 16);
        return OfferJudge.acceptSupported(csId -> fill);
    }

    /** The Diffie-Hellman groups that the setup allows, with its half key. */
    DhPolicy groups() {
        SecretBytes exponent =
                SecretBytes.copyOf(Octets.ofHex(setup().get("exponent").asText()));
        DhPolicy groups = DhPolicy.of(new SecureRandom())
                .withHalfKeys(group -> DhHalfKey.of(group, JcaAlgorithms.PLATFORM, exponent));
        return has("ALLOW_SMALL_GROUPS") ? groups.allowing(DhGroup.OAKLEY_1, DhGroup.OAKLEY_2) : groups;
    }

    private boolean has(String option) {
        return StreamSupport.stream(setup().path("options").spliterator(), false)
                .anyMatch(o -> o.asText().equals(option));
    }

    static ReplayCache replays(Clock clock) {
        return InMemoryReplayCache.builder(clock, new SecureRandom(), 16)
                .trackedSince(Instant.MIN)
                .build();
    }

    /** Compares every key of every crypto session. */
    static void assertKeys(SecurityAssociation association, JsonNode step) {
        List<String> held = new ArrayList<>();
        for (CryptoSession session : association.cryptoSessions()) {
            for (SessionKey key : session.keys()) {
                held.add(String.format(
                        Locale.ROOT,
                        "CS %d, SSRC %08x, ROC %08x, TEK %s, salt %s%s",
                        session.csId(),
                        session.ssrc(),
                        session.roc(),
                        hex(key.tek()),
                        hex(key.salt()),
                        validity(key.kv())));
            }
        }
        List<String> stated = new ArrayList<>();
        for (JsonNode key : step.get("keys")) {
            stated.add("CS " + key.get("csId").asText() + ", SSRC "
                    + key.get("ssrc").asText() + ", ROC " + key.get("roc").asText() + ", TEK "
                    + key.get("tek").asText() + ", salt " + key.get("salt").asText() + validity(validityOf(key)));
        }
        assertThat(held).isEqualTo(stated);
    }

    /** When a key that the vectors describe is valid. */
    static KeyValidity validityOf(JsonNode key) {
        if (key.has("spi")) {
            return new KeyValidity.Spi(Octets.ofHex(key.get("spi").asText()));
        }
        return key.has("validFrom")
                ? new KeyValidity.Interval(
                        Octets.ofHex(key.get("validFrom").asText()),
                        Octets.ofHex(key.get("validTo").asText()))
                : KeyValidity.NULL;
    }

    private static String validity(KeyValidity kv) {
        if (kv instanceof KeyValidity.Spi spi) {
            return ", SPI " + spi.spi().toHex();
        }
        return kv instanceof KeyValidity.Interval interval
                ? ", from " + interval.validFrom().toHex() + " to "
                        + interval.validTo().toHex()
                : "";
    }

    private static String hex(SecretBytes secret) {
        return HexFormat.of().formatHex(secret.toByteArray());
    }

    @Override
    public String toString() {
        return json.get("id").asText();
    }
}
