package io.tierstream.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

@AnalyzeClasses(packagesOf = IngestApplication.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_DOMAIN_IS_PLAIN_JAVA = classes()
            .that()
            .resideInAPackage("..ingest.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.tierstream.ingest.domain..",
                    "java.lang..",
                    "java.math..",
                    // Ids that follow from the cells of a row are hashes of them.
                    "java.nio.charset..",
                    "java.security..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify.annotations..")
            .because("what is decided must be tested without Spring, Kafka, files or a clock;"
                    + " convert at the edge, in application, files or http");

    @ArchTest
    static final ArchRule THE_USE_CASES_KNOW_NO_SHELL = noClasses()
            .that()
            .resideInAPackage("..ingest.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..ingest.http..",
                    "..ingest.kafka..",
                    "..ingest.files..",
                    "..ingest.web..",
                    "org.springframework..")
            .because("use-cases ask through ports of their own; implement them in the shell");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("time and ids are inputs; take the Clock bean");

    @ArchTest
    static final ArchRule ONE_PLACE_MAKES_THE_CLOCK = noClasses()
            .that()
            .doNotHaveSimpleName("ClockConfiguration")
            .should()
            .callMethod(Clock.class, "systemUTC")
            .because("there is one Clock bean, which tests can move");

    @ArchTest
    static final ArchRule PUBLISHERS_ARE_IN_KAFKA = classes()
            .that()
            .haveSimpleNameEndingWith("Publisher")
            .and()
            .resideOutsideOfPackage("..domain..")
            .should()
            .resideInAPackage("..ingest.kafka..")
            .because("what writes to Kafka stands in one package");
}
