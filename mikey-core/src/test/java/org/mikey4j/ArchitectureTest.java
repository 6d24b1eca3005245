package org.mikey4j;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.security.Provider;
import java.security.Security;
import java.util.Timer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullMarked;

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
            .mayOnlyAccessLayers("message", "crypto", "exchange");

    @ArchTest
    static final ArchRule noInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..", "java.nio.file..", "java.nio.channels..", "java.util.logging..", "java.sql..");

    @ArchTest
    static final ArchRule noThreads =
            noClasses().should().dependOnClassesThat().belongToAnyOf(Thread.class, Executor.class, Timer.class);

    @ArchTest
    static final ArchRule noGlobalProvider =
            noClasses().should().callMethod(Security.class, "addProvider", Provider.class);

    @ArchTest
    static final ArchRule nothingIsPrinted =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule noStaticState = fields().that().areStatic().should().beFinal();

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

    @ArchTest
    static void thereIsSomethingToCheck(JavaClasses classes) {
        assertThat(classes.that(resideInAPackage("org.mikey4j.message.."))).hasSizeGreaterThan(50);
    }
}
