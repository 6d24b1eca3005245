package org.mikey4j.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mikey4j.cli.capture.CaptureListener;
import org.mikey4j.cli.capture.CaptureScan;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.carrier.Carried;
import org.mikey4j.cli.carrier.CarrierReader;
import org.mikey4j.cli.carrier.Redactor;
import org.mikey4j.cli.lint.Finding;
import org.mikey4j.cli.lint.InputSubject;
import org.mikey4j.cli.lint.LintJson;
import org.mikey4j.cli.lint.Linter;
import org.mikey4j.cli.lint.MessageSubject;
import org.mikey4j.cli.lint.Outcome;
import org.mikey4j.cli.lint.Profile;
import org.mikey4j.cli.lint.Transport;
import org.mikey4j.message.Octets;

/** What the command reads of files that somebody else wrote; see {@code FuzzTarget} of mikey-core. */
public enum CliFuzzTarget {
    /** Captures; the signals in them go on to what reads text. */
    CAPTURE {
        @Override
        void run(byte[] input) throws IOException {
            try {
                CaptureScan.read("fuzz", new ByteArrayInputStream(input), new Listener(input.length));
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }

        @Override
        List<byte[]> seeds() throws IOException {
            return List.of(Files.readAllBytes(Path.of("docs/samples/call.pcap")), FuzzSeeds.pcapNg(), FuzzSeeds.tcp());
        }
    },
    /** Text of any kind with messages in it. */
    TEXT {
        @Override
        void run(byte[] input) throws IOException {
            CarrierReader.readInput("fuzz", new ByteArrayInputStream(input));
        }

        @Override
        List<byte[]> seeds() {
            return FuzzSeeds.texts();
        }
    },
    /** Every rule on whatever text or octets hold. */
    LINT {
        @Override
        void run(byte[] input) throws IOException {
            CarrierReader.Input read = CarrierReader.readInput("fuzz", new ByteArrayInputStream(input));
            List<Carried> carried = new ArrayList<>(read.messages());
            carried.add(new Carried(Octets.copyOf(input), "fuzz", "raw octets", List.of(), List.of()));
            List<MessageSubject> subjects = new ArrayList<>();
            carried.forEach(one -> subjects.add(MessageSubject.of(one, Transport.CLEAR, NOW)));
            for (Map.Entry<Profile, Linter> entry : LINTERS.entrySet()) {
                Linter linter = entry.getValue();
                List<Outcome.Part> parts = new ArrayList<>();
                for (MessageSubject subject : subjects) {
                    parts.add(part(linter.lint(subject), Optional.of(subject)));
                }
                parts.add(part(linter.lint(new InputSubject(read.name(), read.text(), subjects)), Optional.empty()));
                assertThat(LintJson.write(new Outcome(entry.getKey(), parts))).startsWith("{");
            }
        }

        @Override
        List<byte[]> seeds() {
            return FuzzSeeds.textsAndMessages();
        }
    },
    /** Text of which the keys are blanked. */
    REDACT {
        @Override
        void run(byte[] input) {
            Redactor redactor = new Redactor();
            new String(input, StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> assertThat(redactor.redact(line)).doesNotContain("\n"));
        }

        @Override
        List<byte[]> seeds() {
            return FuzzSeeds.texts();
        }
    };

    private static final Map<Profile, Linter> LINTERS =
            Stream.of(Profile.values()).collect(Collectors.toMap(profile -> profile, Linter::new));
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    /** Chosen by {@code -Dfuzz.target}; nothing if the first octet of each input is to choose. */
    private static final Optional<CliFuzzTarget> CHOSEN = Optional.ofNullable(System.getProperty("fuzz.target"))
            .filter(name -> !name.equals("all"))
            .map(name -> valueOf(name.toUpperCase(Locale.ROOT)));

    /** Takes octets; what it throws is a fault. */
    abstract void run(byte[] input) throws IOException;

    /** Valid inputs to begin with. */
    abstract List<byte[]> seeds() throws IOException;

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Outcome.Part part(List<Finding> findings, Optional<MessageSubject> subject) {
        for (Finding finding : findings) {
            OptionalInt offset = finding.offset();
            subject.ifPresent(s -> offset.ifPresent(
                    at -> assertThat(at).isBetween(0, s.octets().length())));
        }
        return new Outcome.Part("fuzz", "fuzz", subject, List.of(), findings);
    }

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (CHOSEN.isPresent()) {
            CHOSEN.get().run(input);
        } else if (input.length > 0) {
            values()[(input[0] & 0xff) % values().length].run(Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /** Makes a folder for what a fuzzer finds, and one of seeds, of each target and of all together. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Path all = Files.createDirectories(root.resolve("seeds/all"));
        Files.createDirectories(root.resolve("found/all"));
        for (CliFuzzTarget target : values()) {
            Path folder = Files.createDirectories(root.resolve("seeds").resolve(target.folder()));
            Files.createDirectories(root.resolve("found").resolve(target.folder()));
            int number = 0;
            for (byte[] seed : target.seeds()) {
                Files.write(folder.resolve("seed-" + number), seed);
                byte[] chosen = new byte[1 + seed.length];
                chosen[0] = (byte) target.ordinal();
                System.arraycopy(seed, 0, chosen, 1, seed.length);
                Files.write(all.resolve(target.folder() + "-" + number++), chosen);
            }
        }
    }

    /** Counts what is found; a capture cannot hold more than it has room for. */
    private static final class Listener implements CaptureListener {
        private final int most;
        private int signals;

        Listener(int most) {
            this.most = most;
        }

        @Override
        public void signal(Signal signal, Supplier<String> text) {
            assertThat(++signals).isLessThanOrEqualTo(most);
            assertThat(text.get().length()).isLessThanOrEqualTo(most);
        }

        @Override
        public void damaged(long position, String what) {
            assertThat(what).isNotBlank();
        }

        @Override
        public boolean wantsMedia() {
            return true;
        }
    }
}
