package org.mikey4j.cli.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mikey4j.message.CommonHeader;

/**
 * Which messages of an input answer which: an answer belongs to the last message of its bundle that begins an exchange, and if
 * there is none of its bundle, to the last one that begins any.
 */
public final class Pairing {
    private static final int NONE = -1;

    private final List<MessageSubject> messages;
    private final int[] offers;
    private final int[] answers;
    private final Map<Integer, List<MessageSubject>> all = new HashMap<>();

    /** Pairs messages in the order in which they passed, in one go. */
    public Pairing(List<MessageSubject> messages) {
        this.messages = List.copyOf(messages);
        this.offers = new int[messages.size()];
        this.answers = new int[messages.size()];
        Map<Long, Integer> lastOfBundle = new HashMap<>();
        int last = NONE;
        for (int i = 0; i < offers.length; i++) {
            offers[i] = NONE;
            answers[i] = NONE;
            Optional<Long> csbId = messages.get(i).header().map(CommonHeader::csbId);
            if (messages.get(i).beginsExchange()) {
                last = i;
                lastOfBundle.put(csbId.orElseThrow(), i);
            } else if (csbId.isPresent()) {
                offers[i] = lastOfBundle.getOrDefault(csbId.get(), last);
                if (offers[i] != NONE && answers[offers[i]] == NONE) {
                    answers[offers[i]] = i;
                }
                all.computeIfAbsent(offers[i], offer -> new ArrayList<>()).add(messages.get(i));
            }
        }
    }

    /** What the message at this place answers. */
    public Optional<MessageSubject> offer(int index) {
        return at(offers[index]);
    }

    /** The first answer to the message at this place. */
    public Optional<MessageSubject> answer(int index) {
        return at(answers[index]);
    }

    /** All that followed in the exchange of the message at this place. */
    public List<MessageSubject> answers(int index) {
        return List.copyOf(all.getOrDefault(index, List.of()));
    }

    private Optional<MessageSubject> at(int index) {
        return index == NONE ? Optional.empty() : Optional.of(messages.get(index));
    }
}
