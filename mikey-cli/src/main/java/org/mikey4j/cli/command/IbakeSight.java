package org.mikey4j.cli.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mikey4j.cli.secret.IbeKeyRing;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.crypto.ibe.IbeException;
import org.mikey4j.crypto.ibe.IbePrivateKey;
import org.mikey4j.exchange.NtpTime;
import org.mikey4j.message.Diagnostic;
import org.mikey4j.message.EccptPayload;
import org.mikey4j.message.IbakePayload;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.IdrPayload;
import org.mikey4j.message.MalformedMessageException;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.Payload;
import org.mikey4j.message.PayloadChain;
import org.mikey4j.message.Severity;
import org.mikey4j.message.TPayload;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.PayloadType;

/**
 * What somebody who sees an exchange of MIKEY-IBAKE pass can tell with identity keys alone: which messages open, whether they name the
 * same ends inside, and whether each point comes back as it was sent (RFC 6267, 4.2.2).
 */
final class IbakeSight {
    /** The rules of lint that are named so tell more. */
    private record Problem(String id, String section) {}

    private static final Problem NOT_OPENED = new Problem("IBAKE_NOT_OPENED", "RFC 6267, 4.2.2");
    private static final Problem OTHER_NAMES = new Problem("IBAKE_NAMES_CHANGED", "RFC 6267, 7.2");
    private static final Problem OTHER_POINT = new Problem("IBAKE_POINT_CHANGED", "RFC 6267, 4.2.2");

    private final IbeKeyRing keys;
    private final Instant now;
    private final List<String> opened = new ArrayList<>();
    private final Map<Integer, EccptPayload> points = new LinkedHashMap<>();
    private final List<Diagnostic> problems = new ArrayList<>();

    /** @param now tells the era of timestamps */
    IbakeSight(IbakeMessages messages, IbeKeyRing keys, Instant now) {
        this.keys = keys;
        this.now = now;
        Stream.of(Optional.of(messages.first()), messages.firstAnswer(), messages.second(), messages.secondAnswer())
                .flatMap(Optional::stream)
                .forEach(this::look);
    }

    /** The names of the messages that the keys open, in their order. */
    List<String> opened() {
        return List.copyOf(opened);
    }

    /** What is wrong with those that are for these keys; the positions are those of the payload in its own message. */
    List<Diagnostic> problems() {
        return List.copyOf(problems);
    }

    /** Whether both points are known. */
    boolean seesBothPoints() {
        return points.size() == 2;
    }

    /** The role of the end whose point this is, as far as the points are known. */
    Optional<Integer> owner(Octets point) {
        return points.entrySet().stream()
                .filter(known -> known.getValue().eccPoint().equals(point))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void look(MikeyMessage message) {
        Optional<IbakePayload> sealed = message.payload(IbakePayload.class);
        Optional<IbePrivateKey> key =
                message.payload(TPayload.class).flatMap(t -> recipient(message).flatMap(id -> own(id, t)));
        if (sealed.isEmpty() || key.isEmpty()) {
            return;
        }
        String name = DataType.REGISTRY.name(message.header().dataType());
        try (SecretBytes plaintext = key.get().decrypt(sealed.get().encrData())) {
            Octets octets = Octets.copyOf(plaintext.toByteArray());
            read(name, message, PayloadChain.decodeSubPayloads(octets, PayloadType.IDR));
            opened.add(name);
        } catch (IbeException e) {
            found(
                    message,
                    NOT_OPENED,
                    "what is encrypted in " + name + " does not open with the key that it is for: it was changed");
        } catch (MalformedMessageException e) {
            found(message, NOT_OPENED, "what is encrypted in " + name + " is not well-formed: " + e.getMessage());
        }
    }

    private Optional<IbePrivateKey> own(IdPayload id, TPayload timestamp) {
        return keys.own(id, NtpTime.toInstant(timestamp.tsValue(), now));
    }

    /** Messages of the Initiator are encrypted to the Responder, and the other way round. */
    private static Optional<IdPayload> recipient(MikeyMessage message) {
        int role = switch (message.header().dataType()) {
            case DataType.I_MESSAGE_1, DataType.I_MESSAGE_2 -> IdRole.IDR_R;
            default -> IdRole.IDR_I;
        };
        return message.payloads(IdrPayload.class).stream()
                .filter(idr -> idr.idRole() == role)
                .findFirst()
                .map(idr -> new IdPayload(idr.idType(), idr.idData()));
    }

    private void read(String name, MikeyMessage message, List<Payload> inside) {
        int role = IdRole.IDR_I;
        for (Payload payload : inside) {
            if (payload instanceof IdrPayload idr) {
                role = idr.idRole();
                if (!isNamedSo(message, idr)) {
                    found(message, OTHER_NAMES, name + " names others in clear than in its encrypted data");
                }
            } else if (payload instanceof EccptPayload point) {
                EccptPayload before = points.putIfAbsent(role, point);
                if (before != null && !before.equals(point)) {
                    String which = role == IdRole.IDR_I ? "ECCPTi" : "ECCPTr";
                    found(message, OTHER_POINT, name + " does not carry " + which + " as it was sent");
                }
            }
        }
    }

    /** R_MESSAGE_2 need not name the ends in clear. */
    private static boolean isNamedSo(MikeyMessage message, IdrPayload inside) {
        return message.payloads(IdrPayload.class).stream()
                .filter(idr -> idr.idRole() == inside.idRole())
                .allMatch(inside::equals);
    }

    private void found(MikeyMessage message, Problem rule, String what) {
        int at = message.offset(message.indexOf(IbakePayload.class));
        problems.add(new Diagnostic(Severity.ERROR, rule.id(), at, "IBAKE", what, rule.section()));
    }
}
