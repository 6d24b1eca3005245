package org.mikey4j.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything in the library that reads what somebody else wrote. A target takes any octets; what it throws is a fault.
 *
 * <p>A fuzzer calls {@link #fuzzerTestOneInput} with the target that {@code -Dfuzz.target} names; see FUZZING.md. {@link
 * FuzzCorpusTest} runs the corpus in every build, without a fuzzer.
 */
public enum FuzzTarget {
    MESSAGE(MessageTargets::message, MessageTargets::messageSeeds),
    SUB_PAYLOADS(MessageTargets::subPayloads, MessageTargets::subPayloadSeeds),
    POLICY(MessageTargets::policy, MessageTargets::policySeeds),
    SDP(CarriageTargets::sdp, CarriageTargets::sdpSeeds),
    RTSP(CarriageTargets::rtsp, CarriageTargets::rtspSeeds),
    SDES(CarriageTargets::sdes, CarriageTargets::sdesSeeds),
    KEY_FILE(KeyTargets::keyFile, KeyTargets::keyFileSeeds),
    IDENTITY(KeyTargets::identity, KeyTargets::identitySeeds),
    CENTRE(KeyTargets::centre, KeyTargets::centreSeeds),
    PSK(lazily(MachineTargets::psk), () -> MachineTargets.seeds("psk-responder", "psk-initiator")),
    PUBLIC_KEY(lazily(MachineTargets::publicKey), () -> MachineTargets.seeds("pk-responder")),
    DH(lazily(MachineTargets::dh), () -> MachineTargets.seeds("dh-sign-responder", "dh-sign-initiator")),
    DHHMAC(lazily(MachineTargets::dhHmac), () -> MachineTargets.seeds("dhhmac-responder", "dhhmac-initiator")),
    RSA_R(lazily(MachineTargets::rsaR), () -> MachineTargets.seeds("rsa-r-responder", "rsa-r-initiator")),
    SAKKE(lazily(SakkeTarget::new), SakkeTarget::seeds),
    TICKET(lazily(TicketTarget::new), TicketTarget::seeds),
    IBAKE(lazily(IbakeTarget::new), IbakeTarget::seeds),
    IBE(IbeTarget::run, IbeTarget::seeds),
    KMS_XML(KeyTargets::kmsXml, KeyTargets::kmsXmlSeeds);

    /** Chosen by {@code -Dfuzz.target}; nothing if the first octet of each input is to choose. */
    private static final Optional<FuzzTarget> CHOSEN = Optional.ofNullable(System.getProperty("fuzz.target"))
            .filter(name -> !name.equals("all"))
            .map(FuzzTarget::inFolder);

    private static final int MOST_OF_ALL = 8;

    private final Consumer<byte[]> code;
    private final Supplier<List<byte[]>> seeds;

    FuzzTarget(Consumer<byte[]> code, Supplier<List<byte[]>> seeds) {
        this.code = code;
        this.seeds = seeds;
    }

    /** A target whose ends are made when it first runs. */
    private static Consumer<byte[]> lazily(Supplier<Consumer<byte[]>> maker) {
        return new Consumer<>() {
            private Consumer<byte[]> made;

            @Override
            public void accept(byte[] input) {
                if (made == null) {
                    made = maker.get();
                }
                made.accept(input);
            }
        };
    }

    /** Takes octets. */
    public void run(byte[] input) {
        code.accept(input);
    }

    /** Valid inputs to begin with. */
    public List<byte[]> seeds() {
        return seeds.get();
    }

    static FuzzTarget inFolder(String name) {
        return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /** The name of its folder. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
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
        for (FuzzTarget target : values()) {
            Path folder = Files.createDirectories(root.resolve("seeds").resolve(target.folder()));
            Files.createDirectories(root.resolve("found").resolve(target.folder()));
            int number = 0;
            for (byte[] seed : target.seeds()) {
                Files.write(folder.resolve("seed-" + number), seed);
                if (number < MOST_OF_ALL) {
                    Files.write(all.resolve(target.folder() + "-" + number), chosenBy(target, seed));
                }
                number++;
            }
        }
    }

    private static byte[] chosenBy(FuzzTarget target, byte[] seed) {
        byte[] input = new byte[1 + seed.length];
        input[0] = (byte) target.ordinal();
        System.arraycopy(seed, 0, input, 1, seed.length);
        return input;
    }
}
