package org.mikey4j.kmc;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mikey4j.MikeyException;
import org.mikey4j.crypto.Prf;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.CsbState;
import org.mikey4j.exchange.OfferRequest;
import org.mikey4j.kmc.KeyGroup.Seat;
import org.mikey4j.kmc.KmcRefusal.Reason;
import org.mikey4j.message.CommonHeader;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.RandPayload;
import org.mikey4j.message.SpPayload;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.TsType;

/**
 * A group as octets, with which another node goes on. Access keys are not in it.
 *
 * <pre>
 * layout        1 octet, 1
 * generation    4 octets
 * key           its length in 2 octets, the TGK
 * bundle        its length in 4 octets; a MIKEY message: HDR with CSB ID and CS ID map, T of no meaning, RAND, the SPs
 * members       each: ID type, length in 2 octets, ID data; TS type, TS value in 8 octets
 * </pre>
 */
final class GroupRecord {
    private static final int LAYOUT = 1;
    private static final int FIXED = 1 + Integer.BYTES + Short.BYTES + Integer.BYTES;
    private static final int SEAT = 2 + Short.BYTES + Long.BYTES;

    private GroupRecord() {}

    /** The caller wipes it. */
    static byte[] write(KeyGroup group) {
        Octets bundle = bundle(group);
        SecretBytes key = group.key();
        int members = group.seats().keySet().stream()
                .mapToInt(id -> SEAT + id.idData().length())
                .sum();
        ByteBuffer out = ByteBuffer.allocate(FIXED + key.length() + bundle.length() + members);
        out.put((byte) LAYOUT).putInt((int) group.generation());
        out.putShort((short) key.length());
        key.copyTo(out.array(), out.position());
        out.position(out.position() + key.length());
        out.putInt(bundle.length()).put(bundle.toByteArray());
        group.seats().forEach((id, seat) -> {
            out.put((byte) id.idType()).putShort((short) id.idData().length());
            out.put(id.idData().toByteArray());
            TPayload t = seat.state().timestamp();
            out.put((byte) t.tsType()).putLong(t.tsValue());
        });
        return out.array();
    }

    private static Octets bundle(KeyGroup group) {
        OfferRequest media = group.media().get().build();
        List<Payload> payloads = new ArrayList<>();
        payloads.add(new TPayload(TsType.COUNTER, 0));
        payloads.add(new RandPayload(group.rand()));
        payloads.addAll(media.policies());
        return MikeyMessage.encode(
                        new CommonHeader(
                                DataType.PSK_INIT, false, media.prf().prfFunc(), group.csbId(), media.csIdMap()),
                        payloads)
                .octets();
    }

    /**
     * The group as it stood. Who is no user any more is not in it, and so gets no further key.
     *
     * @param centre who the messages are from
     * @throws KmcRefusal with {@link Reason#RECORD_DAMAGED} if this is no such record
     */
    static KeyGroup read(
            byte[] octets, GroupBinding binding, IdPayload centre, Function<IdPayload, Optional<Subscriber>> users) {
        if (octets.length == 0 || octets[0] != LAYOUT) {
            throw new KmcRefusal(Reason.RECORD_DAMAGED, "what is kept of the group has another layout");
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(octets).position(1);
            long generation = Integer.toUnsignedLong(in.getInt());
            byte[] key = CentreMessage.take(in, Short.toUnsignedInt(in.getShort()));
            byte[] message = CentreMessage.take(in, in.getInt());
            MikeyMessage bundle = MikeyMessage.decode(message);
            Octets rand = bundle.payload(RandPayload.class).orElseThrow().rand();
            Prf prf = Prf.of(bundle.header().prfFunc()).orElseThrow();
            Map<IdPayload, Seat> seats = new HashMap<>();
            while (in.hasRemaining()) {
                IdPayload id = id(in);
                TPayload newest = new TPayload(in.get(), in.getLong());
                users.apply(id)
                        .ifPresent(user -> seats.put(
                                id,
                                new Seat(
                                        user,
                                        new CsbState(
                                                bundle.header().csbId(),
                                                prf,
                                                rand,
                                                newest,
                                                Optional.of(centre),
                                                Optional.of(id)))));
            }
            return new KeyGroup(
                    binding,
                    () -> media(bundle, prf),
                    bundle.header().csbId(),
                    rand,
                    generation,
                    SecretBytes.wrap(key),
                    seats);
        } catch (BufferUnderflowException | java.util.NoSuchElementException | MikeyException e) {
            throw new KmcRefusal(Reason.RECORD_DAMAGED, "what is kept of the group cannot be read");
        }
    }

    private static IdPayload id(ByteBuffer in) {
        int type = Byte.toUnsignedInt(in.get());
        byte[] data = CentreMessage.take(in, Short.toUnsignedInt(in.getShort()));
        return new IdPayload(type, Octets.copyOf(data));
    }

    private static OfferRequest.Builder media(MikeyMessage bundle, Prf prf) {
        return OfferRequest.builder()
                .csIdMap(bundle.header().csIdMap())
                .prf(prf)
                .policies(bundle.payloads(SpPayload.class).toArray(SpPayload[]::new));
    }
}
