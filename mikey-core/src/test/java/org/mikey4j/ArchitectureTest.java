package org.mikey4j;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.jspecify.annotations.NullMarked;
import org.mikey4j.testing.Proves;

/** One direction only, no I/O, no threads, no global state. */
@AnalyzeClasses(packages = "org.mikey4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule arrows = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("message")
            .definedBy("org.mikey4j.message..")
            .layer("crypto")
            .definedBy("org.mikey4j.crypto..")
            .layer("replay")
            .definedBy("org.mikey4j.replay..")
            .layer("trust")
            .definedBy("org.mikey4j.trust..")
            .layer("exchange")
            .definedBy("org.mikey4j.exchange..")
            .layer("sdp")
            .definedBy("org.mikey4j.sdp..")
            .layer("kmc")
            .definedBy("org.mikey4j.kmc..")
            .layer("kms")
            .definedBy("org.mikey4j.kms..")
            .layer("media")
            .definedBy("org.mikey4j.media..")
            .whereLayer("message")
            .mayNotAccessAnyLayer()
            .whereLayer("crypto")
            .mayOnlyAccessLayers("message")
            .whereLayer("replay")
            .mayOnlyAccessLayers("message")
            .whereLayer("trust")
            .mayOnlyAccessLayers("message", "crypto")
            .whereLayer("exchange")
            .mayOnlyAccessLayers("message", "crypto", "replay", "trust")
            .whereLayer("sdp")
            .mayOnlyAccessLayers("message", "exchange")
            .whereLayer("media")
            .mayOnlyAccessLayers("message", "crypto", "exchange")
            .whereLayer("kmc")
            .mayOnlyAccessLayers("message", "crypto", "exchange", "replay", "trust")
            .whereLayer("kms")
            .mayOnlyAccessLayers("message", "crypto", "exchange");

    /** What is internal to a part is used by that part only. */
    @ArchTest
    static final ArchRule internalsStayInside = ArchRuleDefinition.classes()
            .that()
            .resideInAPackage("..internal..")
            .should(new ArchCondition<>("be used by the part that it is internal to") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    String part = type.getPackageName().replaceAll("[.]internal.*", "");
                    type.getDirectDependenciesToSelf().stream()
                            .filter(d -> !d.getOriginClass().getPackageName().startsWith(part))
                            .forEach(d -> events.add(SimpleConditionEvent.violated(type, d.getDescription())));
                }
            })
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..", "java.nio.file..", "java.nio.channels..", "java.util.logging..", "java.sql..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    File.class,
                    FileInputStream.class,
                    FileOutputStream.class,
                    FileReader.class,
                    FileWriter.class,
                    RandomAccessFile.class,
                    Process.class,
                    ProcessBuilder.class);

    @ArchTest
    static final ArchRule noThreads = noClasses()
            .should()
            .dependOnClassesThat(assignableTo(Thread.class)
                    .or(assignableTo(Executor.class))
                    .or(assignableTo(CompletionStage.class))
                    .or(assignableTo(ThreadLocal.class))
                    .or(assignableTo(Timer.class)));

    @ArchTest
    static final ArchRule noGlobalProviders = noClasses()
            .should()
            .callMethodWhere(target(owner(assignableTo(Security.class)))
                    .and(target(nameMatching("addProvider|insertProviderAt|removeProvider|setProperty"))));

    @ArchTest
    static final ArchRule nothingOfTheProcess = noClasses()
            .should()
            .accessTargetWhere(target(owner(assignableTo(System.class)))
                    .and(DescribedPredicate.not(target(nameMatching("arraycopy|identityHashCode")))))
            .orShould()
            .callMethodWhere(target(nameMatching("printStackTrace")));

    /** Time and randomness are given by the caller. */
    @ArchTest
    @Proves({"R3830-4.2.2-01", "R3830-9.1-04", "R4650-5.1-01"})
    static final ArchRule noClockAndNoRandomnessOfItsOwn = noClasses()
            .should()
            .callMethodWhere(target(owner(assignableTo(Clock.class))).and(target(nameMatching("system.*|tick.*"))))
            .orShould()
            .callMethodWhere(target(nameMatching("now")).and(target(owner(resideInAPackage("java.time..")))))
            .orShould()
            .callConstructorWhere(target(owner(assignableTo(Random.class))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(Math.class))).and(target(nameMatching("random"))));

    @ArchTest
    static final ArchRule noStaticState = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .andShould()
            .notHaveRawType(assignableTo(Random.class)
                    .or(assignableTo(Mac.class))
                    .or(assignableTo(Cipher.class))
                    .or(assignableTo(MessageDigest.class))
                    .or(assignableTo(Signature.class))
                    .or(assignableTo(StringBuilder.class))
                    .or(resideInAPackage("java.util.concurrent..")));

    @ArchTest
    static final ArchRule nullnessIsMarked = ArchRuleDefinition.classes()
            .should(new ArchCondition<>("be in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            type, marked || type.getName().equals("module-info"), type.getName() + " is not"));
                }
            });

    /** The module exports every package with something public in it, and none that is internal. */
    @ArchTest
    static void exportsEverythingButInternals(JavaClasses classes) throws IOException {
        ModuleDescriptor module;
        URL root = MikeyException.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream in = new URL(root, "module-info.class").openStream()) {
            module = ModuleDescriptor.read(in);
        }

        Set<String> wanted = classes.stream()
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getPackageName)
                .filter(p -> !(p + ".").contains(".internal."))
                .collect(Collectors.toSet());

        assertThat(module.exports())
                .allMatch(e -> !e.isQualified())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(module.opens()).isEmpty();
        assertThat(module.requires())
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactlyInAnyOrder(
                        "java.base",
                        "java.naming",
                        "java.xml",
                        "org.apache.commons.codec",
                        "org.bouncycastle.provider",
                        "org.jspecify");
    }

    @ArchTest
    static void thereIsSomethingToCheck(JavaClasses classes) {
        assertThat(classes.that(resideInAPackage("org.mikey4j.message.."))).hasSizeGreaterThan(50);
    }
}
