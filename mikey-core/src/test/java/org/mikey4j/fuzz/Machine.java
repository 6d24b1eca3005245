package org.mikey4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.mikey4j.exchange.InitiatorResult;
import org.mikey4j.exchange.Rejected;
import org.mikey4j.exchange.ResponderResult;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.CsIdMap;
import org.mikey4j.message.EmptyMap;
import org.mikey4j.message.MikeyMessage;
import org.mikey4j.message.Octets;
import org.mikey4j.message.registry.DataType;

/**
 * The ends of a mode. The first octet of an input says which way the rest goes in.
 *
 * @param ways what takes octets: an end, or an end behind something that puts the MAC right
 */
record Machine(List<Function<Octets, Object>> ways) implements Consumer<byte[]> {
    @Override
    public void accept(byte[] input) {
        if (input.length > 0) {
            Octets octets = Octets.copyOf(Arrays.copyOfRange(input, 1, input.length));
            check(ways.get((input[0] & 0xff) % ways.size()).apply(octets));
        }
    }

    /** A valid message, each way. */
    static List<byte[]> seeds(Octets message, int... ways) {
        return IntStream.of(ways)
                .mapToObj(way -> {
                    byte[] input = new byte[1 + message.length()];
                    input[0] = (byte) way;
                    System.arraycopy(message.toByteArray(), 0, input, 1, message.length());
                    return input;
                })
                .toList();
    }

    private static void check(Object result) {
        if (result instanceof InitiatorResult.Established e) {
            use(e.association());
        } else if (result instanceof ResponderResult.Established e) {
            use(e.association());
            wellFormed(e.reply());
        } else if (result instanceof Optional<?> read) {
            read.ifPresent(message -> wellFormed(Optional.of((MikeyMessage) message)));
        } else {
            Rejected rejected = (Rejected) result;
            assertThat(rejected.detail()).isNotBlank();
            wellFormed(rejected.errorMessage())
                    .ifPresent(error -> assertThat(error.header().dataType()).isEqualTo(DataType.ERROR));
        }
    }

    private static void use(SecurityAssociation association) {
        try (association) {
            // The empty map leaves the sessions to others, whatever number it states (RFC 4563, 5).
            CsIdMap map = association.csIdMap();
            assertThat(association.cryptoSessions()).hasSize(map instanceof EmptyMap ? 0 : map.csCount());
            assertThat(association.toString()).startsWith("SecurityAssociation[");
        }
    }

    private static Optional<MikeyMessage> wellFormed(Optional<MikeyMessage> message) {
        return message.map(m -> MikeyMessage.decode(m.octets().toByteArray()));
    }
}
