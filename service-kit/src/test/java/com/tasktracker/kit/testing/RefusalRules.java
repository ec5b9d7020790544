package com.tasktracker.kit.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What every answer of 400 and above is, on every route: a problem as the contract has it (RFC 9457), of a type that
/// docs/errors.md has a section for, below the status that it comes with.
///
/// It knows nothing but JSON, so that the tests of the whole suite use it too, without the kit.
public final class RefusalRules {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HEADING = Pattern.compile("(?m)^(?:## ([0-9]{3})|### ([a-z-]+))$");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Set<String> MEMBERS = Set.of(
            "type",
            "title",
            "status",
            "detail",
            "instance",
            "request_id",
            "errors",
            "conflicts",
            "allowed_transitions");
    private static final Set<String> CODES = Set.of(
            "required",
            "unknown",
            "read_only",
            "duplicate",
            "wrong_type",
            "too_short",
            "too_long",
            "out_of_range",
            "malformed",
            "not_allowed");

    private static @Nullable RefusalRules ofProject;

    /// The status of each type that has a section.
    private final Map<String, Integer> types = new LinkedHashMap<>();

    /// @param page of errors
    RefusalRules(String page) {
        int status = 0;
        Matcher headings = HEADING.matcher(page);
        while (headings.find()) {
            if (headings.group(1) != null) {
                status = Integer.parseInt(headings.group(1));
            } else {
                types.put(headings.group(2), status);
            }
        }
    }

    /// Those of this checkout.
    public static synchronized RefusalRules ofProject() {
        if (ofProject == null) {
            Path page = Path.of(System.getProperty("tasktracker.root"), "docs", "errors.md");
            try {
                ofProject = new RefusalRules(Files.readString(page));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ofProject;
    }

    /// The types that have a section.
    public Set<String> types() {
        return types.keySet();
    }

    /// Fails where an answer is a refusal and not what one has to be. What a service says below `/q/` is for those who
    /// run it, and no part of the contract.
    ///
    /// @param requestId as the header has it
    public void check(
            String method, String path, int status, @Nullable String type, @Nullable String requestId, String body) {
        if (status < 400 || method.equals("HEAD") || path.startsWith("/q/")) {
            return;
        }
        List<String> faults = faults(status, type, requestId, body);
        if (!faults.isEmpty()) {
            throw new AssertionError("no refusal as the contract has it: " + method + " " + path + " -> " + status + " "
                    + body + faults);
        }
    }

    /// All that is wrong about a refusal.
    public List<String> faults(int status, @Nullable String type, @Nullable String requestId, String body) {
        List<String> faults = new ArrayList<>();
        if (!"application/problem+json".equals(type)) {
            faults.add("is " + type);
        }
        JsonNode problem = parse(body);
        if (!problem.isObject()) {
            faults.add("has a body that is no JSON object");
            return faults;
        }
        String name = problem.path("type").asText().replaceFirst("^/problems/", "");
        int documented = types.getOrDefault(name, 0);
        if (documented == 0) {
            faults.add("is of a type without a section in docs/errors.md");
        } else if (documented != status) {
            faults.add("is of a type that docs/errors.md has below " + documented);
        }
        if (!problem.path("type").asText().startsWith("/problems/")) {
            faults.add("has a type that is no path");
        }
        if (problem.path("status").asInt() != status) {
            faults.add("says another status");
        }
        if (isBlank(problem.path("title")) || isBlank(problem.path("detail"))) {
            faults.add("does not say in words what is wrong");
        }
        if (!problem.path("instance").asText().startsWith("/")) {
            faults.add("does not say of which path it is");
        }
        String id = problem.path("request_id").asText();
        if (!REQUEST_ID.matcher(id).matches() || !id.equals(requestId)) {
            faults.add("has another request id than the header, which has " + requestId);
        }
        problem.fieldNames().forEachRemaining(member -> {
            if (!MEMBERS.contains(member)) {
                faults.add("has the member " + member + ", which the contract does not know");
            }
        });
        checkErrors(name, problem.path("errors"), faults);
        return faults;
    }

    private static void checkErrors(String type, JsonNode errors, List<String> faults) {
        if (errors.isMissingNode() && !type.equals("validation-failed")) {
            return;
        }
        if (!errors.isArray() || errors.isEmpty()) {
            faults.add("names nothing that is wrong");
        }
        for (JsonNode error : errors) {
            // The name of a member that is unknown is the client's choice: it may be blank.
            if (!error.path("field").isTextual()
                    || isBlank(error.path("detail"))
                    || !CODES.contains(error.path("code").asText())) {
                faults.add("has an error that is none: " + error);
            }
        }
    }

    private static boolean isBlank(JsonNode text) {
        return !text.isTextual() || text.textValue().isBlank();
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }
}
