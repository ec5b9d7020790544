package com.tasktracker.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = "com.tasktracker.gateway";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + ".*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT));
    }

    @Test
    void timeComesFromTheClock() {
        check(noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void fieldsAreNotInjected() {
        check(noFields().should().beAnnotatedWith(Inject.class));
    }

    @Test
    void gatewayHasNoDatabaseAndKnowsNoService() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "com.tasktracker.kit..",
                        "com.tasktracker.identity..",
                        "com.tasktracker.team..",
                        "com.tasktracker.task.."));
    }

    /// What Quarkus routes by itself would pass by all that a request has to pass here.
    @Test
    void nothingIsServedButThroughTheFrontDoor() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.ext.web..", "io.quarkus.vertx.web..", "jakarta.ws.rs.."));
    }

    /// Only hygiene looks below the surface of Vert.x, where a new version may look different.
    @Test
    void internalsOfVertxAreUsedInOnePlace() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".hygiene")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx.core.impl..",
                        "io.vertx.core.http.impl..",
                        "io.vertx.core.net.impl..",
                        "io.netty.channel.."));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
