package com.tasktracker.gateway.contract;

import com.tasktracker.gateway.exchange.Route;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The routes of the document, found by a path without allocating: every request is looked up.
final class RouteTree {
    private static final class Segment {
        private final String text;
        private final List<Segment> words = new ArrayList<>();
        /// Stands for any text, as `{id}` does.
        private @Nullable Segment parameter;
        private Route route = Route.NONE;

        private Segment(String text) {
            this.text = text;
        }

        /// What follows this one in the path, from here to there; null where nothing may.
        private @Nullable Segment next(String path, int from, int to) {
            for (Segment word : words) {
                if (word.text.length() == to - from && path.startsWith(word.text, from)) {
                    return word;
                }
            }
            return to > from ? parameter : null;
        }

        private Segment grown(String segment) {
            if (segment.startsWith("{")) {
                Segment any = parameter == null ? new Segment("") : parameter;
                parameter = any;
                return any;
            }
            Segment known = next(segment, 0, segment.length());
            if (known != null && known != parameter) {
                return known;
            }
            Segment word = new Segment(segment);
            words.add(word);
            return word;
        }
    }

    private final Segment root = new Segment("");

    /// @param paths of an OpenAPI document
    RouteTree(JsonObject paths) {
        for (String template : paths.fieldNames()) {
            Segment segment = root;
            for (String text : template.substring(1).split("/", -1)) {
                segment = segment.grown(text);
            }
            segment.route = new Route(template, isStream(paths.getJsonObject(template)));
        }
    }

    private static boolean isStream(JsonObject item) {
        JsonObject none = new JsonObject();
        return item.getJsonObject("get", none)
                .getJsonObject("responses", none)
                .getJsonObject("200", none)
                .getJsonObject("content", none)
                .containsKey("text/event-stream");
    }

    /// @param path begins with a slash, without a query
    Route find(String path) {
        Segment segment = root;
        int from = 1;
        while (segment != null) {
            int slash = path.indexOf('/', from);
            segment = segment.next(path, from, slash < 0 ? path.length() : slash);
            if (slash < 0) {
                break;
            }
            from = slash + 1;
        }
        return segment == null ? Route.NONE : segment.route;
    }
}
