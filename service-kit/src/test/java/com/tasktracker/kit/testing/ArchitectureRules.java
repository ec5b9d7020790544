package com.tasktracker.kit.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.tasktracker.kit.contract.Outcome;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        for (ArchRule rule : rules(root, classes)) {
            rule.allowEmptyShould(true).check(classes);
        }
    }

    private static List<ArchRule> rules(String root, JavaClasses classes) {
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
                methods()
                        .that(areEndpoints().and(areForClients()))
                        .should()
                        .beAnnotatedWith(Outcome.class)
                        .because("what clients may call is documented"),
                methods()
                        .that(areEndpoints())
                        .should()
                        .beAnnotatedWith(RunOnVirtualThread.class)
                        .orShould()
                        .beDeclaredInClassesThat()
                        .areAnnotatedWith(RunOnVirtualThread.class)
                        .because("they wait for the database, and whatever an event loop waits for waits for it"),
                classes()
                        .that(areForJackson())
                        .should(beRegistered(ofEndpoints(classes)))
                        .because(
                                "Jackson reflects on them, and a native image knows of it only from an endpoint's signature"
                                        + " or from @RegisterForReflection"),
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

    private static DescribedPredicate<JavaClass> areForJackson() {
        return DescribedPredicate.describe(
                "say how they are written as JSON",
                type -> type.isMetaAnnotatedWith(JacksonAnnotation.class)
                        || type.getFields().stream()
                                .anyMatch(field -> field.isMetaAnnotatedWith(JacksonAnnotation.class)));
    }

    private static ArchCondition<JavaClass> beRegistered(Set<String> ofEndpoints) {
        return ArchCondition.from(DescribedPredicate.describe(
                "be of an endpoint, or registered",
                type -> ofEndpoints.contains(type.getName()) || type.isAnnotatedWith(RegisterForReflection.class)));
    }

    /// What endpoints take and return, and what that is made of: Quarkus registers it.
    private static Set<String> ofEndpoints(JavaClasses classes) {
        Deque<JavaClass> ahead = new ArrayDeque<>();
        for (JavaClass type : classes) {
            type.getMethods().stream().filter(areEndpoints()).forEach(method -> {
                ahead.addAll(method.getReturnType().getAllInvolvedRawTypes());
                method.getParameterTypes().forEach(taken -> ahead.addAll(taken.getAllInvolvedRawTypes()));
            });
        }
        Set<String> reached = new HashSet<>();
        while (!ahead.isEmpty()) {
            JavaClass type = ahead.pop();
            if (type.getPackageName().startsWith("com.tasktracker") && reached.add(type.getName())) {
                type.getFields().forEach(field -> ahead.addAll(field.getType().getAllInvolvedRawTypes()));
            }
        }
        return reached;
    }

    private static DescribedPredicate<JavaMethod> areForClients() {
        return DescribedPredicate.describe(
                "are for clients",
                method -> !method.getOwner()
                        .tryGetAnnotationOfType(Path.class)
                        .map(path -> path.value().startsWith("/internal"))
                        .orElse(false));
    }

    private static DescribedPredicate<JavaMethod> areEndpoints() {
        return DescribedPredicate.describe(
                "are endpoints",
                method -> method.getAnnotations().stream()
                        .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class)));
    }
}
