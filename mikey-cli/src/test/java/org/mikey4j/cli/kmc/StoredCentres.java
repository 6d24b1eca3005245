package org.mikey4j.cli.kmc;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.cli.sip.BodyExchange.Crossing;
import org.mikey4j.cli.sip.BodyExchange.Passage;
import org.mikey4j.crypto.SecretBytes;
import org.mikey4j.exchange.ExchangeSettings;
import org.mikey4j.kmc.CallBinding;
import org.mikey4j.kmc.CallUser;
import org.mikey4j.kmc.CentreMessage;
import org.mikey4j.kmc.KeyManagementCentre;
import org.mikey4j.kmc.MasterKeys;
import org.mikey4j.kmc.PairKey;
import org.mikey4j.kmc.Side;
import org.mikey4j.kmc.Subscriber;
import org.mikey4j.message.IdPayload;
import org.mikey4j.message.Octets;
import org.mikey4j.replay.InMemoryReplayCache;
import org.mikey4j.sdp.Sdp;

/** A node of the centre of each of two networks, whose stores are databases; scheme 2. */
final class StoredCentres implements AutoCloseable {
    static final String MASTER = "5ec4e7".repeat(11).substring(0, 64);

    private static final String ALICE = "sip:alice@a.example";
    private static final String BOB = "sip:bob@b.example";
    private static final IdPayload CENTRE = IdPayload.uri("sip:kmc.example");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ExchangeSettings SETTINGS =
            ExchangeSettings.builder(Clock.systemUTC(), RANDOM).build();
    private static final SecretBytes ACCESS_KEY = SecretBytes.copyOf(Octets.ofHex("0a".repeat(16)));
    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 0\r\n";

    final CallCentre a;
    final CallCentre b;

    /** What the centres said to each other. */
    final List<CentreMessage> said = new ArrayList<>();

    private final SqlDatabase databaseA;
    private final SqlDatabase databaseB;

    StoredCentres(SqlDatabase databaseA, SqlDatabase databaseB) throws SQLException {
        this.databaseA = databaseA;
        this.databaseB = databaseB;
        b = centre(databaseB, BOB, (domain, request) -> {
            throw new IOException("B calls nobody");
        });
        a = centre(databaseA, ALICE, this::ask);
    }

    static StoredCentres onFiles(String folder) throws SQLException {
        return new StoredCentres(
                SqlDatabase.open("jdbc:h2:file:" + folder + "/a", Optional.empty(), Optional.empty()),
                SqlDatabase.open("jdbc:h2:file:" + folder + "/b", Optional.empty(), Optional.empty()));
    }

    private CentreMessage ask(String domain, CentreMessage request) throws IOException {
        CentreMessage reply = b.heard(request).orElseThrow(() -> new IOException("refused"));
        synchronized (said) {
            said.add(copy(request));
            said.add(copy(reply));
        }
        return reply;
    }

    private static CentreMessage copy(CentreMessage message) {
        return CentreMessage.decode(message.encode());
    }

    private static CallCentre centre(SqlDatabase database, String user, CentreLink link) throws SQLException {
        MasterKeys master = new MasterKeys(RANDOM, "k1", Map.of("k1", SecretBytes.copyOf(Octets.ofHex(MASTER))));
        return new CallCentre(
                CallCentre.Scheme.CENTRES_COMBINE,
                new KeyManagementCentre(SETTINGS, CENTRE, new SqlKmcStore(database, Clock.systemUTC()), master),
                id -> id.text().equals(user)
                        ? Optional.of(new CallCentre.User(new Subscriber(id, ACCESS_KEY), Optional.empty()))
                        : Optional.empty(),
                link,
                RANDOM,
                (call, what) -> {});
    }

    static CallBinding call(int number) {
        return new CallBinding("session-" + number, IdPayload.uri(ALICE), IdPayload.uri(BOB));
    }

    private static Crossing crossing(int number, String stage, boolean offer) {
        return new Crossing(
                number + stage, "session-" + number, stage, ALICE, BOB, offer, offer, false, offer ? "" : "b1", SDP);
    }

    /** The offer reaches the centre of the caller. */
    Passage offerAtA(int number) {
        return a.cross(crossing(number, "orig", true));
    }

    /** The offer reaches the centre of the callee. */
    Passage offerAtB(int number) {
        return b.cross(crossing(number, "term", true));
    }

    /** The answer reaches the centre of the caller. */
    Passage answerAtA(int number) {
        return a.cross(crossing(number, "orig", false));
    }

    /** What is handed out in a description, in base64. */
    static String handOut(Passage passage) {
        return Base64.getEncoder()
                .encodeToString(Sdp.parse(((Passage.On) passage).sdp())
                        .session()
                        .attributes()
                        .get(0)
                        .data()
                        .octets()
                        .toByteArray());
    }

    /** The key that a user finds in what it is handed. */
    static PairKey key(int number, Side side, String handOut) {
        return new CallUser(
                        SETTINGS,
                        new Subscriber(IdPayload.uri(side == Side.CALLER ? ALICE : BOB), ACCESS_KEY),
                        CENTRE,
                        call(number),
                        side,
                        InMemoryReplayCache.builder(Clock.systemUTC(), RANDOM, 10)
                                .trackedSince(Instant.MIN)
                                .build())
                .receivePairKey(Octets.copyOf(Base64.getDecoder().decode(handOut)));
    }

    @Override
    public void close() throws SQLException {
        a.close();
        b.close();
        databaseA.close();
        databaseB.close();
    }
}
