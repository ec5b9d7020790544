package com.tasktracker.kit.http;

import com.tasktracker.kit.body.Body;
import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameters;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/// All routes of this service, read from its resources, so that what is unknown (404), what is another method (405) and
/// what is closed are told apart before anything else looks at a request.
@Singleton
class Routes {

    /// Paths with the same number of segments, the nearest match first.
    private final Map<Integer, List<Route>> byLength = new ConcurrentHashMap<>();

    /// Reads the routes; called once the resources are deployed.
    void load() {
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        List<Route> all = new ArrayList<>();
        RuntimeResourceVisitor.visitRuntimeResources("", deployment.getClassMappers(), new RuntimeResourceVisitor() {
            @Override
            public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                all.add(route(method, path, resource));
            }
        });
        all.sort(Comparator.comparingLong(Route::literals).reversed());
        for (Route route : all) {
            byLength.computeIfAbsent(route.segments().size(), _ -> new ArrayList<>())
                    .add(route);
        }
    }

    private static Route route(String httpMethod, String path, RuntimeResource resource) {
        Method method = resource.getLazyMethod().getMethod();
        String template = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return new Route(
                httpMethod,
                template,
                Route.split(template),
                method.isAnnotationPresent(PermitAll.class),
                queryParameters(method),
                consumes(method, resource),
                resource.getProduces() == null
                        ? List.of()
                        : Arrays.stream(resource.getProduces().getSortedOriginalMediaTypes())
                                .map(type -> type.getType() + "/" + type.getSubtype())
                                .toList());
    }

    private static List<String> consumes(Method method, RuntimeResource resource) {
        if (!resource.getConsumes().isEmpty()) {
            return resource.getConsumes().stream()
                    .map(type -> type.getType() + "/" + type.getSubtype())
                    .toList();
        }
        boolean hasBody = Arrays.stream(method.getParameterTypes()).anyMatch(Body.class::isAssignableFrom);
        return hasBody ? List.of(MediaTypes.JSON) : List.of();
    }

    /// What is documented is what is accepted: the two cannot drift apart.
    private static Set<String> queryParameters(Method method) {
        Set<String> names = new HashSet<>();
        for (Parameter parameter : method.getAnnotationsByType(Parameter.class)) {
            if (parameter.in() == ParameterIn.QUERY) {
                names.add(parameter.name());
            }
        }
        Parameters many = method.getAnnotation(Parameters.class);
        if (many != null) {
            Arrays.stream(many.value())
                    .filter(parameter -> parameter.in() == ParameterIn.QUERY)
                    .forEach(parameter -> names.add(parameter.name()));
        }
        return Set.copyOf(names);
    }

    /// The route of a request; `HEAD` goes where `GET` does.
    Optional<Route> find(String method, List<String> path) {
        String declared = method.equals("HEAD") ? "GET" : method;
        for (Route route : byLength.getOrDefault(path.size(), List.of())) {
            if (route.method().equals(declared) && route.matches(path)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    /// The methods that the path has; empty where it is no path of this service.
    Set<String> methods(List<String> path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : byLength.getOrDefault(path.size(), List.of())) {
            if (route.matches(path)) {
                methods.add(route.method());
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    List<Route> all() {
        return byLength.values().stream().flatMap(List::stream).toList();
    }
}
