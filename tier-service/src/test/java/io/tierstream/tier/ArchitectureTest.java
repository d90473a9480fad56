package io.tierstream.tier;

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

@AnalyzeClasses(packagesOf = TierApplication.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule domainIsPlainJava = classes()
            .that()
            .resideInAPackage("..tier.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("..tier.domain..", "java..", "org.jspecify.annotations..")
            .because("rules must be readable and testable without frameworks; translate at the edge instead");

    @ArchTest
    static final ArchRule domainGetsTheTime = noClasses()
            .that()
            .resideInAPackage("..tier.domain..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("decisions take 'now' as an argument, so that they can be repeated");

    @ArchTest
    static final ArchRule domainIsExact = noClasses()
            .that()
            .resideInAPackage("..tier.domain..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Double.class)
            .because("points and shares are exact: use Points or BigDecimal");

    @ArchTest
    static final ArchRule wireHasNoMachinery = noClasses()
            .that()
            .resideInAPackage("..tier.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.kafka..")
            .because("records that travel are no place for behaviour");

    @ArchTest
    static final ArchRule oneClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("time is an input: use the Clock bean");

    @ArchTest
    static final ArchRule idsFromOnePlace = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.tierstream.tier.control.ControlConfiguration")
            .should()
            .callMethod(UUID.class, "randomUUID")
            .because("ids are an input: ask Ids");

    @ArchTest
    static final ArchRule kafkaIn = classes()
            .that()
            .haveSimpleNameEndingWith("Listener")
            .should()
            .resideInAnyPackage("..tier.projection..", "..tier.population..", "..tier.streams..", "..tier.webhook..")
            .because("what reads topics is found in few places");

    @ArchTest
    static final ArchRule kafkaOut = classes()
            .that()
            .haveSimpleNameEndingWith("Publisher")
            .or()
            .haveSimpleNameEndingWith("Topology")
            .should()
            .resideInAPackage("..tier.streams..")
            .because("what writes topics is found in one place");

    @ArchTest
    static final ArchRule mongoNames = classes()
            .that()
            .haveSimpleNameStartingWith("Mongo")
            .should()
            .resideInAPackage("..tier.mongo..")
            .because("what reads and writes MongoDB is found in one place");

    @ArchTest
    static final ArchRule mongoDriver = noClasses()
            .that()
            .resideOutsideOfPackage("..tier.mongo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.mongodb.client..", "org.bson..", "org.springframework.data.mongodb..")
            .because("queries and documents are the business of one package");

    @ArchTest
    static final ArchRule topologyKnowsNoEdge = noClasses()
            .that()
            .resideInAnyPackage("..tier.streams..", "..tier.wire..", "..tier.mongo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..tier.http..", "..tier.web..", "..tier.projection..", "..tier.control..")
            .because("the edges depend on what they show, not the other way round");
}
