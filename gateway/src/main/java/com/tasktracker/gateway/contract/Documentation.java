package com.tasktracker.gateway.contract;

import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.exchange.Route;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `/api/openapi.json`, `/api/openapi.yaml` and `/api/docs`. All of it comes out of this program: no service is asked,
/// and the page loads nothing from anywhere else.
@ApplicationScoped
public class Documentation {

    private static final List<String> SERVICES = List.of("identity-service", "team-service", "task-service");
    private static final String LIBRARY = "META-INF/resources/openapi-ui/";
    /// The page runs its own two scripts, and calls this API. Swagger UI sets styles where it draws them.
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, StaticPage> pages;
    private final RouteTree routes;

    public Documentation() {
        JoinedDocument joined = new JoinedDocument(document("gateway"));
        SERVICES.forEach(service -> joined.add(document(service)));
        JsonObject whole = joined.whole();
        routes = new RouteTree(whole.getJsonObject("paths"));
        pages = Map.of(
                "/api/openapi.json", StaticPage.of("application/json", whole.encode()),
                "/api/openapi.yaml", StaticPage.of("application/yaml", YamlText.of(whole)),
                "/api/docs", StaticPage.of("text/html; charset=utf-8", resource("docs/index.html"), PAGE_POLICY),
                "/api/docs/start.js", StaticPage.of("text/javascript; charset=utf-8", resource("docs/start.js")),
                "/api/docs/swagger-ui.css", StaticPage.of("text/css", resource(LIBRARY + "swagger-ui.css")),
                "/api/docs/swagger-ui-bundle.js",
                        StaticPage.of("text/javascript; charset=utf-8", resource(LIBRARY + "swagger-ui-bundle.js")));
    }

    private static JsonObject document(String name) {
        return new JsonObject(new String(resource("openapi/" + name + ".json"), StandardCharsets.UTF_8));
    }

    private static byte[] resource(String name) {
        try (InputStream resource =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("There is no resource " + name);
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The route that a path is one of, as the document has it.
    public Route routeOf(String path) {
        return routes.find(path);
    }

    /// Whether the path is one of these.
    public boolean has(String path) {
        return pages.containsKey(path);
    }

    /// Answers what was asked of a path that is one of these.
    public void answer(Exchange exchange, String path) {
        StaticPage page = Objects.requireNonNull(pages.get(path), path);
        if (exchange.reads()) {
            show(exchange, page, exchange.request().method().equals(HttpMethod.HEAD));
        }
    }

    private static void show(Exchange exchange, StaticPage page, boolean isHead) {
        HttpServerResponse response = exchange.response();
        response.putHeader("etag", page.tag())
                .putHeader("cache-control", "public, no-cache")
                .putHeader("content-security-policy", page.policy());
        String known = exchange.request().getHeader("if-none-match");
        if (known != null && known.contains(page.tag())) {
            response.setStatusCode(304);
            exchange.end(Buffer.buffer());
            return;
        }
        response.putHeader("content-type", page.type())
                .putHeader("content-length", Integer.toString(page.body().length()));
        exchange.end(isHead ? Buffer.buffer() : page.body());
    }
}
