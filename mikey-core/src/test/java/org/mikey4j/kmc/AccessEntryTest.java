package org.mikey4j.kmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mikey4j.kmc.AccessEntry.Kind;
import org.mikey4j.message.Octets;

/** The hash of an entry is over each of its fields, and tells where one ends. */
class AccessEntryTest {
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
    private static final String WARRANT = "4711/26 Straße";
    private static final Octets CALL = Octets.ofHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final String DETAIL = "for judge and officer";
    private static final Octets SEALED =
            Octets.ofHex("404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b");
    private static final List<Octets> SHARES = List.of(Octets.ofHex("010203"), Octets.ofHex("0405"));
    private static final Octets PREVIOUS =
            Octets.ofHex("606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f");

    /** As {@link #ENTRY} hashes by the hashlib of Python: three numbers of 8 octets, then each field behind its length in 8. */
    private static final String HASH = "6f43c44a59c7cf1b149b2c535e0c270e9e3cc4da969f269a0e1098be5134274a";

    private static final AccessEntry ENTRY = entry(7, AT, Kind.KEPT, WARRANT, CALL, DETAIL, SEALED, SHARES, PREVIOUS);

    private static AccessEntry entry(
            long number,
            Instant at,
            Kind kind,
            String warrant,
            Octets call,
            String detail,
            Octets sealed,
            List<Octets> shares,
            Octets previous) {
        return new AccessEntry(number, at, kind, warrant, call, detail, sealed, shares, previous, Octets.EMPTY);
    }

    @Test
    void theHashIsThatOfTheLayout() {
        AccessEntry released = entry(8, AT, Kind.RELEASED, WARRANT, CALL, DETAIL, Octets.EMPTY, List.of(), PREVIOUS);

        assertThat(ENTRY.computed().toHex()).isEqualTo(HASH);
        assertThat(released.computed().toHex())
                .isEqualTo("521867c9dc30546302f726fdc500f3d85547d4bbf477df468a8eb232a1925208");
    }

    static List<AccessEntry> changed() {
        Octets one = SHARES.get(0);
        Octets two = SHARES.get(1);
        return List.of(
                entry(8, AT, Kind.KEPT, WARRANT, CALL, DETAIL, SEALED, SHARES, PREVIOUS),
                entry(7, AT.plusSeconds(1), Kind.KEPT, WARRANT, CALL, DETAIL, SEALED, SHARES, PREVIOUS),
                entry(7, AT.plusNanos(1), Kind.KEPT, WARRANT, CALL, DETAIL, SEALED, SHARES, PREVIOUS),
                entry(7, AT, Kind.RELEASED, WARRANT, CALL, DETAIL, SEALED, SHARES, PREVIOUS),
                entry(7, AT, Kind.KEPT, "4711/27 Straße", CALL, DETAIL, SEALED, SHARES, PREVIOUS),
                entry(7, AT, Kind.KEPT, WARRANT, PREVIOUS, DETAIL, SEALED, SHARES, PREVIOUS),
                entry(7, AT, Kind.KEPT, WARRANT, CALL, "for nobody", SEALED, SHARES, PREVIOUS),
                entry(7, AT, Kind.KEPT, WARRANT, CALL, DETAIL, SEALED.slice(0, 43), SHARES, PREVIOUS),
                entry(7, AT, Kind.KEPT, WARRANT, CALL, DETAIL, SEALED, List.of(two, one), PREVIOUS),
                entry(7, AT, Kind.KEPT, WARRANT, CALL, DETAIL, SEALED, List.of(one), PREVIOUS),
                entry(7, AT, Kind.KEPT, WARRANT, CALL, DETAIL, SEALED, List.of(), PREVIOUS),
                entry(7, AT, Kind.KEPT, WARRANT, CALL, DETAIL, SEALED, SHARES, CALL),
                // The same octets, divided in another way.
                entry(7, AT, Kind.KEPT, WARRANT, CALL, DETAIL, SEALED, List.of(Octets.ofHex("0102030405")), PREVIOUS),
                entry(7, AT, Kind.KEPT, WARRANT, CALL, DETAIL, SEALED, split("0102", "030405"), PREVIOUS));
    }

    private static List<Octets> split(String first, String second) {
        return List.of(Octets.ofHex(first), Octets.ofHex(second));
    }

    @ParameterizedTest
    @MethodSource("changed")
    void eachFieldChangesTheHash(AccessEntry changed) {
        assertThat(changed.computed()).isNotEqualTo(ENTRY.computed());
    }
}
