package org.mikey4j.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.mikey4j.exchange.CryptoSession;
import org.mikey4j.exchange.SecurityAssociation;
import org.mikey4j.message.SrtpId;
import org.mikey4j.message.SrtpIdMap;

/**
 * Which crypto sessions belong to which media: two consecutive numbers for each m= line that a message is for, since each
 * may have a stream either way (RFC 4567, 7.1). The first m= line has 1 and 2, the next 3 and 4; the odd one is the stream
 * that the offerer sends, the even one that of the answerer.
 *
 * @param media the m= lines that the message is for, counted from 0, in their order
 */
public record CsNumbering(List<Integer> media) {
    private static final int STREAMS = 2;
    private static final int MAX_CS = 255;

    public CsNumbering {
        media = List.copyOf(media);
    }

    /**
     * The numbering of a message.
     *
     * @param sdp the offer with all its key-mgmt lines
     * @param section the level of the message: a media description, which has 1 and 2, or {@link SdpSection#SESSION},
     *     which is for each secure media description that has no attributes of its own
     * @throws IllegalArgumentException if there is no such section
     */
    public static CsNumbering of(Sdp sdp, int section) {
        if (sdp.section(section).media() != SdpSection.SESSION) {
            return new CsNumbering(List.of(section));
        }
        List<Integer> covered = new ArrayList<>();
        for (SdpSection each : sdp.media()) {
            if (each.isSecure() && each.attributes().isEmpty()) {
                covered.add(each.media());
            }
        }
        return new CsNumbering(covered);
    }

    /**
     * The crypto session of the stream that the offerer sends.
     *
     * @throws IllegalArgumentException if the message is not for this m= line, or the number does not fit
     */
    public int offererCsId(int mediaIndex) {
        int at = media.indexOf(mediaIndex);
        int csId = STREAMS * at + 1;
        if (at < 0 || csId + 1 > MAX_CS) {
            throw new IllegalArgumentException("m= line " + mediaIndex + ": the message has no crypto session for it");
        }
        return csId;
    }

    /**
     * The crypto session of the stream that the answerer sends.
     *
     * @throws IllegalArgumentException if the message is not for this m= line, or the number does not fit
     */
    public int answererCsId(int mediaIndex) {
        return offererCsId(mediaIndex) + 1;
    }

    /**
     * The map for an offer: the offerer's streams as given, those of the answerer with the same policy and an SSRC for the
     * answerer to fill in.
     *
     * @param offererStream gives policy, SSRC and rollover counter of the stream that the offerer sends for an m= line
     * @throws IllegalArgumentException if there are more than 127 m= lines
     */
    public SrtpIdMap srtpIdMap(IntFunction<SrtpId> offererStream) {
        List<SrtpId> entries = new ArrayList<>();
        for (int mediaIndex : media) {
            SrtpId own = offererStream.apply(mediaIndex);
            entries.add(own);
            entries.add(new SrtpId(own.policyNo(), 0, 0));
        }
        return SrtpIdMap.of(entries);
    }

    /**
     * The keys of the stream that the offerer sends for an m= line; empty if the message has no crypto session of this
     * number, as with peers that number otherwise.
     */
    public Optional<CryptoSession> offererStream(SecurityAssociation association, int mediaIndex) {
        return find(association, offererCsId(mediaIndex));
    }

    /** The keys of the stream that the answerer sends for an m= line; see {@link #offererStream}. */
    public Optional<CryptoSession> answererStream(SecurityAssociation association, int mediaIndex) {
        return find(association, answererCsId(mediaIndex));
    }

    private static Optional<CryptoSession> find(SecurityAssociation association, int csId) {
        return association.cryptoSessions().stream()
                .filter(cs -> cs.csId() == csId)
                .findFirst();
    }
}
