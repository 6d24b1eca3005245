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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mikey4j.cli.CliContext;
import org.mikey4j.cli.CliFailure;
import org.mikey4j.cli.Command;
import org.mikey4j.cli.ExitCode;
import org.mikey4j.cli.StandardOptions;
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
    private static final String MASTER_KEY = "--master-key";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = StandardOptions.command(
                NAME,
                "Write the RTP and RTCP in the SRTP of the capture FILE, under the keys of the exchanges in it; exit 1 if none opens.");
        spec.addOption(StandardOptions.value(OUT, "FILE", "Where the RTP goes, as a capture that only you can read."));
        ExportSource.addTo(spec);
        spec.addOption(StandardOptions.json("One JSON object: the packets of each stream."));
        spec.addPositional(StandardOptions.parameter(0, "FILE", "The capture, pcap or pcapng."));
        StandardOptions.examples(
                spec,
                "mikey srtp decrypt --credentials psk.json --out plain.pcap call.pcap",
                "mikey srtp decrypt --master-key file:key --master-salt file:salt --out plain.pcap call.pcap");
        return spec;
    }

    @Override
    public ExitCode run(ParseResult options, CliContext context) throws IOException {
        String file = options.matchedPositionalValue(0, "-");
        if (!options.hasMatchedOption(OUT)) {
            throw CliFailure.usage(OUT + " is missing: where does the RTP go?");
        }
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
                decrypt(file, options.matchedOptionValue(OUT, ""), opener, context);
                return tell(opener, options.matchedOptionValue(StandardOptions.JSON, false), context);
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
        Tracer tracer = ExchangeCheck.trace(file, context);
        ExchangeCheck check = new ExchangeCheck(options, context);
        for (TracedExchange exchange : tracer.exchanges()) {
            check.check(exchange, (association, accepted) -> {
                try {
                    keys.addAll(SrtpKeys.of(association, accepted));
                } catch (UnusableKeyException e) {
                    context.warn("exchange " + exchange.number() + ": " + e.getMessage());
                }
            });
        }
    }

    private static void decrypt(String file, String name, MediaOpener opener, CliContext context) {
        try {
            Path path = Path.of(name);
            OwnerFile.create(path);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
                PcapWriter plain = new PcapWriter(out);
                SourceFile.read(
                        file,
                        "a capture",
                        context,
                        (source, in) ->
                                CaptureScan.read(source, CaptureInput.of(in).stream(), new Media(opener, plain)));
            }
        } catch (FileAlreadyExistsException e) {
            throw CliFailure.io(name + ": there is such a file already, and it is not replaced");
        } catch (InvalidPathException | IOException | UncheckedIOException e) {
            throw CliFailure.io(name + ": cannot be written: " + e.getMessage());
        }
    }

    private record Media(MediaOpener opener, PcapWriter plain) implements CaptureListener {
        @Override
        public void signal(Signal signal) {}

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

    private static ExitCode tell(MediaOpener opener, boolean json, CliContext context) throws IOException {
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
                    context.out()
                            .line("ssrc " + ssrc + "  " + count.opened() + " packets opened"
                                    + (count.openedControl() > 0 ? ", " + count.openedControl() + " of RTCP" : "")
                                    + ", " + count.refused() + " refused");
                }
            }
            document.endArray();
            if (json) {
                context.out().line(document.finish());
            }
        }
        return opened > 0 ? ExitCode.OK : ExitCode.NO;
    }
}
