package io.tierstream.scoring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

@AnalyzeClasses(packagesOf = ScoringApplication.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule domainIsPlainJava = classes()
            .that()
            .resideInAPackage("..scoring.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("..scoring.domain..", "java..", "org.jspecify.annotations..")
            .because("rules must be readable and testable without frameworks; translate at the edge instead");

    @ArchTest
    static final ArchRule domainGetsTheTime = noClasses()
            .that()
            .resideInAPackage("..scoring.domain..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("decisions take 'today' as an argument, so that they can be repeated");

    @ArchTest
    static final ArchRule oneClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .because("time and ids are inputs: use the Clock bean");

    @ArchTest
    static final ArchRule kafkaInOnePlace = classes()
            .that()
            .haveSimpleNameEndingWith("Publisher")
            .or()
            .haveSimpleNameEndingWith("Topology")
            .or()
            .haveSimpleNameEndingWith("Listener")
            .should()
            .resideInAPackage("..scoring.streams..")
            .because("what reads and writes topics is found in one place");

    @ArchTest
    static final ArchRule internalsOfKafkaStreamsInOneClass = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.tierstream.scoring.streams.CommitHook")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka.streams.processor.internals..", "org.apache.kafka.streams.state.internals..")
            .because("they may change with any version: what needs them is one small class with tests of its own");

    @ArchTest
    static final ArchRule topologyKnowsNoEdge = noClasses()
            .that()
            .resideInAPackage("..scoring.streams..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..scoring.http..")
            .because("the API depends on what it shows, not the other way round");
}
