package com.tasktracker.kit.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;

/// What holds in every module, checked on its compiled classes.
public final class ArchitectureRules {

    private ArchitectureRules() {}

    /// Checks all rules on the production classes below a package.
    ///
    /// @param root the module's package, such as `com.tasktracker.task`
    public static void check(String root) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
        if (classes.isEmpty()) {
            throw new AssertionError("no classes below " + root);
        }
        for (ArchRule rule : rules(root)) {
            rule.allowEmptyShould(true).check(classes);
        }
    }

    private static List<ArchRule> rules(String root) {
        return List.of(
                slices().matching(root + ".(*)..").should().beFreeOfCycles(),
                noClasses()
                        .that(resideInAPackage("com.tasktracker.kit.."))
                        .should()
                        .dependOnClassesThat(resideInAPackage("com.tasktracker..")
                                .and(DescribedPredicate.not(resideInAPackage("com.tasktracker.kit.."))))
                        .because("the kit knows no service"),
                noClasses()
                        .that()
                        .areAnnotatedWith(Entity.class)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("jakarta.ws.rs..", "io.vertx..", "com.fasterxml.jackson.annotation..")
                        .because("an entity is state and rules; HTTP and JSON are the views' business"),
                classes()
                        .that()
                        .areAnnotatedWith(Path.class)
                        .should()
                        .notBePublic()
                        .because("nothing calls a resource but the framework"),
                methods()
                        .that(areEndpoints())
                        .should()
                        .bePublic()
                        .because("an endpoint method that is not public is ignored"),
                methods()
                        .that(areEndpoints())
                        .should()
                        .notHaveRawReturnType(DescribedPredicate.describe(
                                "an entity", (JavaClass type) -> type.isAnnotatedWith(Entity.class)))
                        .because("views cross HTTP, entities do not"),
                fields().should()
                        .notBeAnnotatedWith(Inject.class)
                        .because("what a class needs is given to its constructor"),
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName("com.tasktracker.kit.http.Time")
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(LocalDate.class, "now")
                        .orShould()
                        .callMethod(LocalDateTime.class, "now")
                        .orShould()
                        .callMethod(OffsetDateTime.class, "now")
                        .orShould()
                        .callMethod(Clock.class, "systemUTC")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .because("time comes from the injected clock"));
    }

    private static DescribedPredicate<JavaMethod> areEndpoints() {
        return DescribedPredicate.describe(
                "are endpoints",
                method -> method.getAnnotations().stream()
                        .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class)));
    }
}
