package org.mikey4j.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** Collects the layout and the findings while the decoder reads. */
final class LayoutRecorder {
    private final List<PayloadLayout> layout = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Deque<Frame> open = new ArrayDeque<>();

    void begin(int type, String name, int offset) {
        open.push(new Frame(type, name, offset));
    }

    void field(String name, int offset, int length, long number) {
        add(new FieldLayout(name, offset, length, OptionalLong.of(number)));
    }

    void field(String name, int offset, int length) {
        add(new FieldLayout(name, offset, length, OptionalLong.empty()));
    }

    private void add(FieldLayout field) {
        Frame frame = open.peek();
        if (frame != null) {
            frame.fields.add(field);
        }
    }

    void finish(int end) {
        Frame frame = open.pop();
        PayloadLayout payload = new PayloadLayout(
                frame.type, frame.name, frame.offset, end - frame.offset, frame.fields, frame.children);
        Frame parent = open.peek();
        (parent == null ? layout : parent.children).add(payload);
    }

    /** How many payloads are being read, one inside the other. */
    int depth() {
        return open.size();
    }

    /** Closes what a violation left open. */
    void finishTo(int depth, int end) {
        while (open.size() > depth) {
            finish(end);
        }
    }

    void report(Diagnostic diagnostic) {
        diagnostics.add(diagnostic);
    }

    List<PayloadLayout> layout() {
        return List.copyOf(layout);
    }

    List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    private static final class Frame {
        final int type;
        final String name;
        final int offset;
        final List<FieldLayout> fields = new ArrayList<>();
        final List<PayloadLayout> children = new ArrayList<>();

        Frame(int type, String name, int offset) {
            this.type = type;
            this.name = name;
            this.offset = offset;
        }
    }
}
