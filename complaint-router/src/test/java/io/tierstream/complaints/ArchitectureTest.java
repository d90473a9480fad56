package io.tierstream.complaints;

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

@AnalyzeClasses(packagesOf = ComplaintRouterApplication.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule domainIsPlainJava = classes()
            .that()
            .resideInAPackage("..complaints.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("..complaints.domain..", "java..", "org.jspecify.annotations..")
            .because("rules must be readable and testable without frameworks; translate at the edge instead");

    @ArchTest
    static final ArchRule domainGetsTheTime = noClasses()
            .that()
            .resideInAPackage("..complaints.domain..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("decisions take 'now' as an argument, so that they can be repeated");

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
            .because("time and ids are inputs: use the Clock bean, derive ids");

    @ArchTest
    static final ArchRule kafkaNames = classes()
            .that()
            .haveSimpleNameEndingWith("Listener")
            .or()
            .haveSimpleNameEndingWith("Publisher")
            .should()
            .resideInAPackage("..complaints.kafka..")
            .because("what reads and writes topics is found in one place");

    @ArchTest
    static final ArchRule mongoNames = classes()
            .that()
            .haveSimpleNameStartingWith("Mongo")
            .should()
            .resideInAPackage("..complaints.mongo..")
            .because("what reads and writes MongoDB is found in one place");

    @ArchTest
    static final ArchRule useCasesKnowNoEdge = noClasses()
            .that()
            .resideInAPackage("..complaints.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..complaints.mongo..", "..complaints.kafka..", "..complaints.http..", "..complaints.web..")
            .because("use cases call ports; the edges depend on them, not the other way round");

    @ArchTest
    static final ArchRule floatingPoint = noClasses()
            .that()
            .resideInAPackage("..complaints.domain..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Double.class)
            .because("shares are exact: use BigDecimal");
}
