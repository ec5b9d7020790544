package com.tasktracker.kit.contract;

import com.tasktracker.kit.body.Body;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

/// A method of a resource, with where it is found.
///
/// @param verb such as `GET`
/// @param template the path, with its parameters in braces
record DeclaredRoute(String verb, String template, Method method) {

    private static final DotName PATH = DotName.createSimple(Path.class);
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    /// Between services, and not for clients.
    private static final String INTERNAL = "/internal/";

    /// All that clients may call and that says its [Outcome], in the order of their paths.
    static List<DeclaredRoute> of(IndexView index) {
        List<DeclaredRoute> routes = new ArrayList<>();
        index.getAnnotations(PATH).stream()
                .filter(path -> path.target().kind() == AnnotationTarget.Kind.CLASS)
                .map(path -> load(path.target().asClass().name().toString()))
                .forEach(resource -> routes.addAll(of(resource)));
        return routes.stream()
                .filter(route -> !route.template.startsWith(INTERNAL))
                .sorted(Comparator.comparing(DeclaredRoute::template).thenComparing(DeclaredRoute::verb))
                .toList();
    }

    static List<DeclaredRoute> of(Class<?> resource) {
        List<DeclaredRoute> routes = new ArrayList<>();
        for (Method method : resource.getDeclaredMethods()) {
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null && method.isAnnotationPresent(Outcome.class)) {
                    String path = resource.getAnnotation(Path.class).value()
                            + (method.isAnnotationPresent(Path.class)
                                    ? method.getAnnotation(Path.class).value()
                                    : "");
                    routes.add(new DeclaredRoute(verb.value(), path, method));
                }
            }
        }
        return routes;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isPublic() {
        return method.isAnnotationPresent(PermitAll.class);
    }

    List<String> pathParameters() {
        return PARAMETER
                .matcher(template)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    Optional<Class<?>> body() {
        return Arrays.stream(method.getParameterTypes())
                .filter(Body.class::isAssignableFrom)
                .findFirst();
    }

    List<String> consumes() {
        Consumes consumes = method.getAnnotation(Consumes.class);
        return consumes == null ? List.of("application/json") : List.of(consumes.value());
    }

    String produces() {
        Produces produces = method.getAnnotation(Produces.class);
        return produces == null ? "application/json" : produces.value()[0];
    }
}
