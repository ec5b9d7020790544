package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Real issues that nobody made up for this test, loaded over the API as a user would and read back.
@ExtendWith(SharedSuite.class)
class RealIssuesTest {

    private static final int CLIENTS = 4;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> STATUSES =
            Map.of("open", "todo", "closed", "done", "hooked", "in_progress", "tombstone", "todo");
    private static final List<String> PRIORITIES = List.of("urgent", "high", "medium", "low", "low");

    @Test
    void realIssuesAreReadBackAsTheyWereWritten(Suite suite) throws Exception {
        Path file = Path.of(System.getProperty("tasktracker.root"), "..", "shared", "data", "issues.jsonl");
        assumeTrue(Files.isRegularFile(file), "the real issues are not here: " + file.normalize());
        List<JsonNode> issues = read(file);

        Api anyone = Api.at(suite.gateway());
        anyone.register("loader");
        Api admin = anyone.login("loader");
        String team = admin.post("/teams", Api.object().put("name", "Real issues"))
                .expect(201)
                .id();
        Map<String, String> people = join(issues, anyone, admin, team);
        String board = admin.post("/boards", Api.object().put("team_id", team).put("name", "Beads"))
                .expect(201)
                .id();

        Map<String, JsonNode> created = load(issues, anyone, board, people);
        compare(live(issues), created, admin.all("/tasks?page_size=100&team=" + team), people);
        compare(trash(issues), created, admin.all("/tasks?deleted=true&page_size=100&team=" + team), people);
        compareComments(live(issues), created, admin, people);
        for (String label : labels(live(issues))) {
            compareFound(issues, created, admin.all("/tasks?page_size=100&label=" + label), label);
        }
        assertThat(admin.get("/tasks?include_count=true&page_size=1&team=" + team)
                        .expect(200)
                        .body()
                        .path("count")
                        .asInt())
                .isEqualTo(live(issues).size());
    }

    private static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> issues = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            issues.add(JSON.readTree(line));
        }
        assertThat(issues).hasSize(2657);
        return issues;
    }

    /// An account for everybody who holds something or says something, in the team: name in the data to id.
    private static Map<String, String> join(List<JsonNode> issues, Api anyone, Api admin, String team) {
        Set<String> names = new TreeSet<>();
        for (JsonNode issue : issues) {
            names.add(issue.path("assignee").asText(""));
            issue.path("comments")
                    .forEach(comment -> names.add(comment.path("author").asText()));
        }
        names.remove("");
        Map<String, String> people = new HashMap<>();
        for (String name : names) {
            String id = anyone.register(username(name));
            admin.post(
                            "/teams/" + team + "/members",
                            Api.object().put("user_id", id).put("role", "member"))
                    .expect(201);
            people.put(name, id);
        }
        return people;
    }

    private static String username(String assignee) {
        return "r." + assignee.replace('/', '-');
    }

    /// Loads with four clients at once: id in the data to the task as it was answered.
    private static Map<String, JsonNode> load(
            List<JsonNode> issues, Api anyone, String board, Map<String, String> people) throws Exception {
        Map<String, JsonNode> created = new ConcurrentHashMap<>();
        List<String> accounts = people.keySet().stream().sorted().limit(CLIENTS).toList();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Api api = anyone.login(username(accounts.get(client)));
                int first = client;
                clients.add(executor.submit(() -> {
                    for (int i = first; i < issues.size(); i += CLIENTS) {
                        JsonNode issue = issues.get(i);
                        created.put(issue.path("id").asText(), create(api, anyone, issue, board, people));
                    }
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
        assertThat(created).hasSameSizeAs(issues);
        return created;
    }

    private static JsonNode create(Api api, Api anyone, JsonNode issue, String board, Map<String, String> people) {
        ObjectNode task = Api.object()
                .put("board_id", board)
                .put("title", issue.path("title").asText())
                .put("status", STATUSES.get(issue.path("status").asText()))
                .put("priority", PRIORITIES.get(issue.path("priority").asInt()));
        if (issue.has("description")) {
            task.put("description", issue.path("description").asText());
        }
        if (issue.has("assignee")) {
            task.put("assigned_to", people.get(issue.path("assignee").asText()));
        }
        if (issue.has("labels")) {
            task.set("labels", issue.path("labels"));
        }
        JsonNode created = api.post("/tasks", task).expect(201).body();
        for (JsonNode comment : issue.path("comments")) {
            anyone.login(username(comment.path("author").asText()))
                    .post(
                            "/tasks/" + created.path("id").asText() + "/comments",
                            Api.object().put("body", comment.path("text").asText()))
                    .expect(201);
        }
        if (isDeleted(issue)) {
            api.delete("/tasks/" + created.path("id").asText()).expect(204);
        }
        return created;
    }

    private static boolean isDeleted(JsonNode issue) {
        return issue.path("status").asText().equals("tombstone");
    }

    private static List<JsonNode> live(List<JsonNode> issues) {
        return issues.stream().filter(issue -> !isDeleted(issue)).toList();
    }

    private static List<JsonNode> trash(List<JsonNode> issues) {
        return issues.stream().filter(RealIssuesTest::isDeleted).toList();
    }

    private static Set<String> labels(List<JsonNode> issues) {
        Set<String> labels = new TreeSet<>();
        issues.forEach(issue -> issue.path("labels").forEach(label -> labels.add(label.asText())));
        assertThat(labels).hasSizeGreaterThan(10);
        return labels;
    }

    /// What a label finds is what has it.
    private static void compareFound(
            List<JsonNode> issues, Map<String, JsonNode> created, List<JsonNode> found, String label) {
        List<String> expected = live(issues).stream()
                .filter(issue -> texts(issue.path("labels")).contains(label))
                .map(issue -> idOf(created, issue))
                .toList();
        assertThat(found.stream().map(task -> task.path("id").asText()))
                .as(label)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void compareComments(
            List<JsonNode> issues, Map<String, JsonNode> created, Api api, Map<String, String> people) {
        for (JsonNode issue : issues) {
            if (issue.has("comments")) {
                List<JsonNode> written = new ArrayList<>();
                issue.path("comments").forEach(written::add);
                List<JsonNode> read = api.all("/tasks/" + idOf(created, issue) + "/comments");
                assertThat(read.stream().map(comment -> comment.path("body").asText()))
                        .isEqualTo(written.stream()
                                .map(comment -> comment.path("text").asText())
                                .toList());
                assertThat(read.stream()
                                .map(comment ->
                                        comment.path("created_by").path("id").asText()))
                        .isEqualTo(written.stream()
                                .map(comment ->
                                        people.get(comment.path("author").asText()))
                                .toList());
            }
        }
    }

    private static String idOf(Map<String, JsonNode> created, JsonNode issue) {
        String name = issue.path("id").asText();
        return Objects.requireNonNull(created.get(name), name).path("id").asText();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static void compare(
            List<JsonNode> issues, Map<String, JsonNode> created, List<JsonNode> listed, Map<String, String> people) {
        Map<String, JsonNode> byId = new HashMap<>();
        listed.forEach(task -> byId.put(task.path("id").asText(), task));
        assertThat(byId).hasSize(issues.size());
        assertThat(listed).hasSize(issues.size());
        for (JsonNode issue : issues) {
            String name = issue.path("id").asText();
            JsonNode written = Objects.requireNonNull(created.get(name), name);
            JsonNode task = Objects.requireNonNull(byId.get(written.path("id").asText()), name);
            assertThat(task.path("title").asText())
                    .as(name)
                    .isEqualTo(line(issue.path("title").asText()));
            assertThat(task.path("description").asText(""))
                    .as(name)
                    .isEqualTo(issue.path("description").asText(""));
            assertThat(task.path("status").asText())
                    .as(name)
                    .isEqualTo(STATUSES.get(issue.path("status").asText()));
            assertThat(task.path("priority").asText())
                    .as(name)
                    .isEqualTo(PRIORITIES.get(issue.path("priority").asInt()));
            String assignee = people.getOrDefault(issue.path("assignee").asText(""), "");
            assertThat(task.path("assigned_to").path("id").asText("")).as(name).isEqualTo(assignee);
            assertThat(texts(task.path("labels"))).as(name).isEqualTo(texts(issue.path("labels")));
            assertThat(task.path("comment_count").asInt())
                    .as(name)
                    .isEqualTo(issue.path("comments").size());
            assertThat(task.path("deleted_at").isNull()).as(name).isEqualTo(!isDeleted(issue));
        }
    }

    /// A title as the contract keeps it.
    private static String line(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("\\s+", " ")
                .strip();
    }
}
