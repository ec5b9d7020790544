package com.tasktracker.kit.http;

import com.tasktracker.kit.data.Ids;
import java.util.List;
import java.util.Set;

/// One method of one path, as its resource declares it.
///
/// @param template the path with its parameters in braces, such as `/tasks/{id}`; a parameter whose name ends in `id`
///     matches a UUID and nothing else
/// @param isPublic whether it is open to callers without a token
/// @param parameters the query parameters that it takes
/// @param consumes the media types of its body; empty where it takes none
/// @param produces the media types of its answer
record Route(
        String method,
        String template,
        List<String> segments,
        boolean isPublic,
        Set<String> parameters,
        List<String> consumes,
        List<String> produces) {

    static List<String> split(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    boolean matches(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            String given = path.get(i);
            if (segment.startsWith("{")) {
                boolean isId = segment.endsWith("id}");
                if (given.isEmpty() || (isId && Ids.parse(given).isEmpty())) {
                    return false;
                }
            } else if (!segment.equals(given)) {
                return false;
            }
        }
        return true;
    }

    /// Whether it answers pages.
    boolean isList() {
        return parameters.contains("page_size");
    }

    /// A route with more literal segments is the nearer match.
    long literals() {
        return segments.stream().filter(segment -> !segment.startsWith("{")).count();
    }
}
