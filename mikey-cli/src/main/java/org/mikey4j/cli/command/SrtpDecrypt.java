package org.mikey4j.cli.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
import org.mikey4j.cli.TextSink;
import org.mikey4j.cli.capture.CaptureInput;
import org.mikey4j.cli.capture.CaptureListener;
import org.mikey4j.cli.capture.CaptureScan;
import org.mikey4j.cli.capture.Datagram;
import org.mikey4j.cli.capture.PcapWriter;
import org.mikey4j.cli.capture.Signal;
import org.mikey4j.cli.output.JsonDocument;
import org.mikey4j.cli.srtp.MediaOpener;
import org.mikey4j.cli.srtp.SrtpStream;
import org.mikey4j.cli.trace.TracedExchange;
import org.mikey4j.cli.trace.Tracer;
import org.mikey4j.media.NotExpressibleException;
import org.mikey4j.media.SrtpKeys;
import org.mikey4j.media.UnusableKeyException;
import org.mikey4j.message.Octets;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code mikey srtp decrypt}: a capture with SRTP to one with RTP. */
final class SrtpDecrypt implements Command {
    static final String NAME = "decrypt";
    private static final String OUT = "--out";
    private static final String STANDARD_OUTPUT = "-";
    private static final String MASTER_KEY = "--master-key";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME,
                "Write the RTP and RTCP in the SRTP of the capture FILE, under the keys of the exchanges in it; exit 1 if none opens.");
        spec.addOption(
                StandardOptions.value(
                        OUT,
                        "FILE",
                        "Where the RTP goes, as a capture that only you can read; - is standard output. Without it the packets are counted."));
        ExportSource.addTo(spec);
        spec.addOption(StandardOptions.json("One JSON object: the packets of each stream."));
        spec.addPositional(StandardOptions.parameter(0, "FILE", "The capture, pcap or pcapng."));
        StandardOptions.examples(
                spec,
                "mikey srtp decrypt --credentials psk.json --out plain.pcap call.pcap",
                "mikey srtp decrypt --master-key file:key --master-salt file:salt --out - call.pcap | wireshark -k -i -");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String file = options.matchedPositionalValue(0, "-");
        if (file.equals("-")) {
            throw CliFailure.usage("the capture is read twice, so it cannot be standard input");
        }
        List<SrtpKeys> keys = new ArrayList<>();
        try {
            collect(file, options, context, keys);
            keys.forEach(stream -> SrtpStream.obstacle(stream.policy())
                    .ifPresent(why -> context.warn(
                            String.format("crypto session %d, ssrc %08x: %s", stream.csId(), stream.ssrc(), why))));
            if (keys.isEmpty()) {
                throw CliFailure.keyMissing(file + ": none of its exchanges came to keys with these credentials")
                        .withHint("see: mikey trace " + file);
            }
            try (MediaOpener opener = new MediaOpener(keys)) {
                String out = options.matchedOptionValue(OUT, "");
                decrypt(file, out, opener, context);
                TextSink told = out.equals(STANDARD_OUTPUT) ? context.err() : context.out();
                return tell(opener, options.matchedOptionValue(StandardOptions.JSON, false), told);
            }
        } finally {
            keys.forEach(SrtpKeys::close);
        }
    }

    private static void collect(String file, ParseResult options, CliContext context, List<SrtpKeys> keys)
            throws IOException {
        if (options.hasMatchedOption(MASTER_KEY)) {
            try {
                keys.addAll(ExportSource.read(options, context).streams());
            } catch (UnusableKeyException | NotExpressibleException e) {
                throw CliFailure.no(String.valueOf(e.getMessage()));
            }
            return;
        }
        try (ExchangeCheck check = new ExchangeCheck(options, context)) {
            ExchangeCheck.trace(file, context, new Tracer.Listener() {
                @Override
                public void exchange(TracedExchange exchange) {
                    check.check(exchange, (association, accepted) -> {
                        try {
                            keys.addAll(SrtpKeys.of(association, accepted));
                        } catch (UnusableKeyException e) {
                            context.warn("exchange " + exchange.number() + ": " + e.getMessage());
                        }
                    });
                }

                @Override
                public void problem(String what) {}
            });
        }
    }

    private static void decrypt(String file, String name, MediaOpener opener, CliContext context) {
        try (OutputStream out = new BufferedOutputStream(output(name, context))) {
            PcapWriter plain = new PcapWriter(out);
            SourceFile.read(file, "a capture", context, (source, in) -> {
                CaptureInput input = CaptureInput.of(in);
                if (!input.isCapture()) {
                    throw CliFailure.notMikey(source + ": is no capture");
                }
                return CaptureScan.read(source, input.stream(), new Media(opener, plain));
            });
        } catch (FileAlreadyExistsException e) {
            throw CliFailure.io(name + ": there is such a file already, and it is not replaced");
        } catch (InvalidPathException | IOException | UncheckedIOException e) {
            throw CliFailure.io(name + ": cannot be written: " + e.getMessage());
        }
    }

    private static OutputStream output(String name, CliContext context) throws IOException {
        if (name.isEmpty()) {
            return OutputStream.nullOutputStream();
        }
        if (!name.equals(STANDARD_OUTPUT)) {
            Path path = Path.of(name);
            OwnerFile.create(path);
            return Files.newOutputStream(path);
        }
        if (context.out().isTerminal()) {
            throw CliFailure.usage("a capture is not for the screen")
                    .withHint("name a file, or pipe it to wireshark -k -i -");
        }
        return new OutputStream() {
            @Override
            public void write(int octet) {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int from, int length) {
                context.out().octets(Arrays.copyOfRange(octets, from, from + length));
            }
        };
    }

    private record Media(MediaOpener opener, PcapWriter plain) implements CaptureListener {
        @Override
        public void signal(Signal signal, Supplier<String> text) {}

        @Override
        public void damaged(long position, String what) {}

        @Override
        public boolean wantsMedia() {
            return true;
        }

        @Override
        public void media(Datagram datagram) {
            Optional<Octets> opened = opener.open(datagram.payload());
            if (opened.isEmpty()) {
                return;
            }
            try {
                plain.write(datagram.with(opened.orElseThrow()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static ExitCode tell(MediaOpener opener, boolean json, TextSink out) throws IOException {
        long opened = 0;
        try (JsonDocument document = new JsonDocument()) {
            document.text("schema", "mikey-srtp-decrypt/1");
            document.beginArray("streams");
            for (Map.Entry<Long, MediaOpener.Count> stream : new TreeMap<>(opener.counts()).entrySet()) {
                MediaOpener.Count count = stream.getValue();
                opened += count.opened() + count.openedControl();
                String ssrc = String.format("%08x", stream.getKey());
                document.beginObject();
                document.text("ssrc", ssrc);
                document.number("opened", count.opened());
                document.number("refused", count.refused());
                document.number("openedControl", count.openedControl());
                document.endObject();
                if (!json) {
                    out.line("ssrc " + ssrc + "  " + count.opened() + " packets opened"
                            + (count.openedControl() > 0 ? ", " + count.openedControl() + " of RTCP" : "")
                            + ", " + count.refused() + " refused");
                }
            }
            document.endArray();
            if (json) {
                out.line(document.finish());
            }
        }
        return opened > 0 ? ExitCode.OK : ExitCode.NO;
    }
}
