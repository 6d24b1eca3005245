package org.mikey4j.cli.lint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.cli.trace.Tracer;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.DecodeOptions;
import org.mikey4j.message.Inspection;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.KeyValidity;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadLayout;
import org.mikey4j.message.PolicyParameter;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.ProtType;

/**
 * One message as the rules look at it.
 *
 * @param carried the message and what carried it
 * @param inspection what the decoder says of it
 * @param transport whether the way it came was protected
 * @param now when it is judged
 */
public record MessageSubject(Carried carried, Inspection inspection, Transport transport, Instant now) {
    private static final int SRTP_ID_OCTETS = 9;
    private static final int MAP_OFFSET = 10;

    /** Octets of an SP payload before its parameters. */
    private static final int SP_HEAD = 5;

    /** Looks into a message. */
    public static MessageSubject of(Carried carried, Transport transport, Instant now) {
        Inspection inspection = MikeyMessage.inspect(carried.message(), DecodeOptions.ACCEPT_TRAILING_ZERO);
        return new MessageSubject(carried, inspection, transport, now);
    }

    /** The octets. */
    public Octets octets() {
        return carried.message();
    }

    /** The message as far as it could be read. */
    public Optional<MikeyMessage> message() {
        return inspection.message();
    }

    /** The common header. */
    public Optional<CommonHeader> header() {
        return message().map(MikeyMessage::header);
    }

    /** The data type, -1 if it could not be read. */
    public int dataType() {
        return header().map(CommonHeader::dataType).orElse(-1);
    }

    /** Whether it is of one of these data types. */
    public boolean isOf(int... dataTypes) {
        for (int candidate : dataTypes) {
            if (candidate == dataType()) {
                return true;
            }
        }
        return false;
    }

    /** Whether it begins an exchange of RFC 3830, RFC 4650, RFC 4738 or RFC 6509. */
    public boolean isInitial() {
        return isOf(
                DataType.PSK_INIT,
                DataType.PK_INIT,
                DataType.DH_INIT,
                DataType.DHHMAC_INIT,
                DataType.RSA_R_INIT,
                DataType.SAKKE);
    }

    /** Whether it begins an exchange of any mode. */
    public boolean beginsExchange() {
        return Tracer.isInitial(dataType());
    }

    /** The payloads of a kind. */
    public <P extends Payload> List<Placed<P>> all(Class<P> kind) {
        List<Placed<P>> found = new ArrayList<>();
        message().ifPresent(message -> {
            for (int i = 0; i < message.payloads().size(); i++) {
                if (kind.isInstance(message.payloads().get(i))) {
                    found.add(new Placed<>(kind.cast(message.payloads().get(i)), message.offset(i)));
                }
            }
        });
        return found;
    }

    /** The first payload of a kind. */
    public <P extends Payload> Optional<Placed<P>> first(Class<P> kind) {
        return all(kind).stream().findFirst();
    }

    /** Whether there is a payload of a kind. */
    public boolean has(Class<? extends Payload> kind) {
        return !all(kind).isEmpty();
    }

    /** The keys that are in the clear. */
    public List<Placed<KeyDataPayload>> keys() {
        List<Integer> offsets = new ArrayList<>();
        for (PayloadLayout payload : inspection.layout()) {
            for (PayloadLayout child : payload.children()) {
                if (child.type() == PayloadType.KEY_DATA) {
                    offsets.add(child.offset());
                }
            }
        }
        List<Placed<KeyDataPayload>> keys = new ArrayList<>();
        for (Payload payload : clear()) {
            if (payload instanceof KeyDataPayload key && keys.size() < offsets.size()) {
                keys.add(new Placed<>(key, offsets.get(keys.size())));
            }
        }
        return keys;
    }

    private List<Payload> clear() {
        try {
            return first(KemacPayload.class)
                    .filter(kemac -> kemac.value().encrAlg() == EncrAlg.NULL)
                    .map(kemac -> kemac.value().clearSubPayloads(dataType()))
                    .orElse(List.of());
        } catch (MalformedMessageException e) {
            // The decoder's own finding tells it.
            return List.of();
        }
    }

    /** The policies for SRTP. */
    public List<Placed<SpPayload>> srtpPolicies() {
        return all(SpPayload.class).stream()
                .filter(sp -> sp.value().protType() == ProtType.SRTP)
                .toList();
    }

    /** The parameters of a policy. */
    public static List<Placed<PolicyParameter>> parameters(Placed<SpPayload> policy) {
        List<Placed<PolicyParameter>> parameters = new ArrayList<>();
        int at = policy.offset() + SP_HEAD;
        for (PolicyParameter parameter : policy.value().parameters()) {
            parameters.add(new Placed<>(parameter, at));
            at += 2 + parameter.value().length();
        }
        return parameters;
    }

    /** The parameter of a type, if it is a number of at most three octets. */
    public static OptionalInt number(SpPayload policy, int type) {
        Octets value = policy.parameter(type).orElse(Octets.EMPTY);
        if (value.isEmpty() || value.length() > 3) {
            return OptionalInt.empty();
        }
        int number = 0;
        for (int i = 0; i < value.length(); i++) {
            number = number << 8 | value.at(i);
        }
        return OptionalInt.of(number);
    }

    /** The crypto sessions of an SRTP-ID map. */
    public List<Placed<SrtpId>> srtpIds() {
        List<Placed<SrtpId>> ids = new ArrayList<>();
        if (header().map(CommonHeader::csIdMap).orElse(null) instanceof SrtpIdMap map) {
            for (SrtpId entry : map.entries()) {
                ids.add(new Placed<>(entry, MAP_OFFSET + SRTP_ID_OCTETS * ids.size()));
            }
        }
        return ids;
    }

    /** Whether nothing in the message itself hides or authenticates its keys. */
    public boolean isUnprotected() {
        return isOf(DataType.PSK_INIT)
                && first(KemacPayload.class)
                        .filter(k ->
                                k.value().encrAlg() == EncrAlg.NULL && k.value().macAlg() == MacAlg.NULL)
                        .isPresent();
    }

    /** Whether one of the keys in the clear has an MKI. */
    public boolean hasMki() {
        return keys().stream().anyMatch(key -> key.value().kv() instanceof KeyValidity.Spi);
    }

    /** Whether it came in an RTSP header or body, or in a media description, as cameras send it. */
    public boolean isRtsp() {
        return carried.carrier().startsWith("KeyMgmt") || carried.carrier().startsWith("mikey parameter");
    }
}
