package org.mikey4j.exchange.ticket;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mikey4j.exchange.KeySpec;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.exchange.RejectReason;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.KemacPayload;
import org.mikey4j.message.KeyDataPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.TicketPolicy;
import org.mikey4j.message.TicketPolicy.Flag;
import org.mikey4j.message.TrPayload;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.TsRole;
import org.mikey4j.message.registry.TsType;

/** The TP data of a ticket policy: the type of the first payload, and the payloads (RFC 6043, 6.10). */
final class TicketTermsCodec {
    private TicketTermsCodec() {}

    static TicketPolicy encode(TicketTerms terms) {
        List<Payload> payloads = new ArrayList<>();
        terms.kms().ifPresent(id -> payloads.add(Idr.of(IdRole.IDR_KMS, id)));
        terms.initiator().ifPresent(id -> payloads.add(Idr.of(IdRole.IDR_I, id)));
        terms.start().ifPresent(at -> payloads.add(time(TsRole.TR_S, NtpTime.of(at) >>> 32)));
        terms.end().ifPresent(at -> payloads.add(time(TsRole.TR_E, NtpTime.of(at) >>> 32)));
        terms.rekeying().ifPresent(interval -> payloads.add(time(TsRole.TR_R, interval.toSeconds())));
        if (!terms.keys().isEmpty()) {
            payloads.add(wanted(terms.keys()));
        }
        terms.applications().forEach(id -> payloads.add(Idr.of(IdRole.IDR_APP, id)));
        terms.responders().forEach(id -> payloads.add(Idr.of(IdRole.IDR_R, id)));
        return new TicketPolicy(
                terms.ticketType(),
                terms.subtype(),
                terms.version(),
                terms.suite().prf().prfFunc(),
                TicketPolicy.flags(terms.flags().toArray(new Flag[0])),
                chain(payloads));
    }

    /** The type of the first payload, and the payloads: as TP data and Initiator data have it. */
    static Octets chain(List<Payload> payloads) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(payloads.isEmpty() ? PayloadType.LAST : payloads.get(0).type());
        out.writeBytes(PayloadChain.encode(payloads).toByteArray());
        return Octets.copyOf(out.toByteArray());
    }

    /**
     * The payloads of such data.
     *
     * @throws MalformedMessageException if there are none to be read
     * @throws UnusableTicketException if not even the first octet is there
     */
    static List<Payload> payloads(Octets chain) {
        if (chain.isEmpty()) {
            throw refused("the data does not name its first payload");
        }
        return PayloadChain.decode(chain.slice(1, chain.length() - 1), chain.at(0));
    }

    private static TrPayload time(int role, long seconds) {
        return new TrPayload(role, TsType.NTP_UTC_32, seconds);
    }

    private static KemacPayload wanted(List<KeySpec> specs) {
        List<Payload> keys = new ArrayList<>();
        for (KeySpec spec : specs) {
            keys.add(new KeyDataPayload(spec.keyType(), zeros(spec.keyOctets()), zeros(spec.saltOctets()), spec.kv()));
        }
        return new KemacPayload(EncrAlg.NULL, PayloadChain.encode(keys), MacAlg.NULL, Octets.EMPTY);
    }

    private static Octets zeros(int octets) {
        return Octets.copyOf(new byte[octets]);
    }

    static TicketTerms decode(TicketPolicy policy) {
        TicketSuite suite = TicketSuite.of(policy.prfFunc())
                .orElseThrow(() -> refused("PRF func " + policy.prfFunc() + " is not supported"));
        try {
            return new Reading(suite, policy).terms();
        } catch (MalformedMessageException e) {
            throw refused("TP data: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /** What is read one payload after the other; those that are not expected are ignored. */
    private static final class Reading {
        private final TicketTerms.Builder builder;
        private final Set<Integer> seen = new HashSet<>();
        private final List<IdPayload> applications = new ArrayList<>();
        private final List<IdPayload> responders = new ArrayList<>();

        Reading(TicketSuite suite, TicketPolicy policy) {
            Set<Flag> flags = EnumSet.noneOf(Flag.class);
            for (Flag flag : Flag.values()) {
                if (policy.has(flag)) {
                    flags.add(flag);
                }
            }
            builder = TicketTerms.builder(suite)
                    .flags(flags)
                    .type(policy.ticketType(), policy.subtype(), policy.version());
            for (Payload payload : payloads(policy.tpData())) {
                if (payload instanceof IdrPayload idr) {
                    identity(idr);
                } else if (payload instanceof TrPayload tr) {
                    time(tr);
                } else if (payload instanceof KemacPayload kemac) {
                    keys(kemac);
                }
            }
        }

        TicketTerms terms() {
            return builder.responders(responders)
                    .applications(applications.toArray(new IdPayload[0]))
                    .build();
        }

        private void identity(IdrPayload idr) {
            IdPayload id = Idr.plain(idr);
            switch (idr.idRole()) {
                case IdRole.IDR_KMS -> once(PayloadType.IDR, idr.idRole(), "IDRkms", () -> builder.kms(id));
                case IdRole.IDR_I -> once(PayloadType.IDR, idr.idRole(), "IDRi", () -> builder.initiator(id));
                case IdRole.IDR_APP -> applications.add(id);
                case IdRole.IDR_R -> responders.add(id);
                default -> {
                    // Not expected here, so ignored.
                }
            }
        }

        private void time(TrPayload tr) {
            switch (tr.tsRole()) {
                case TsRole.TR_S -> once(PayloadType.TR, tr.tsRole(), "TRs", () -> builder.start(instant(tr)));
                case TsRole.TR_E -> once(PayloadType.TR, tr.tsRole(), "TRe", () -> builder.end(instant(tr)));
                case TsRole.TR_R -> once(PayloadType.TR, tr.tsRole(), "TRr", () -> builder.rekeyedEvery(interval(tr)));
                default -> {
                    // Not expected here, so ignored.
                }
            }
        }

        private void keys(KemacPayload kemac) {
            if (kemac.encrAlg() != EncrAlg.NULL || kemac.macAlg() != MacAlg.NULL) {
                throw refused("the KEMAC of a ticket policy has NULL encryption and NULL MAC");
            }
            List<KeySpec> specs = new ArrayList<>();
            for (Payload payload : PayloadChain.decodeSubPayloads(kemac.encrData(), PayloadType.KEY_DATA)) {
                if (payload instanceof KeyDataPayload key) {
                    specs.add(new KeySpec(
                            key.keyType(),
                            key.key().length(),
                            key.salt().length(),
                            key.kv(),
                            Optional.empty(),
                            Optional.empty()));
                }
            }
            once(PayloadType.KEMAC, 0, "KEMAC", () -> builder.keys(specs.toArray(new KeySpec[0])));
        }

        /** What could be said twice could be said in two ways. */
        private void once(int type, int role, String name, Runnable step) {
            if (!seen.add(type << Byte.SIZE | role)) {
                throw refused(name + " is there twice");
            }
            step.run();
        }

        private static Duration interval(TrPayload tr) {
            if (tr.tsType() != TsType.NTP_UTC_32) {
                throw refused("TRr is not of type NTP-UTC-32");
            }
            return Duration.ofSeconds(tr.tsValue());
        }

        private static Instant instant(TrPayload tr) {
            return switch (tr.tsType()) {
                case TsType.NTP_UTC_32 -> NtpTime.toInstant1968(tr.tsValue() << 32);
                case TsType.NTP_UTC, TsType.NTP -> NtpTime.toInstant1968(tr.tsValue());
                default -> throw refused("a counter is no validity period");
            };
        }
    }

    private static UnusableTicketException refused(String detail) {
        return new UnusableTicketException(RejectReason.TICKET_POLICY_REFUSED, detail + " (RFC 6043, 6.10)");
    }
}
