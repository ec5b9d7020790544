package com.tasktracker.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.bench.Stock.Member;
import com.tasktracker.bench.Stock.Task;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Fills a new suite over its API, as many users would: teams of ten with five boards each, and their tasks.
final class Filling {
    private static final int MEMBERS = 10;
    private static final int BOARDS = 5;
    private static final int BULK = 100;
    private static final int THREADS = 4;
    private static final int DEEPEST = 1000;
    private static final String[] PRIORITIES = {"low", "medium", "high", "urgent"};
    private static final String[] STATUSES = {"todo", "in_progress"};
    private static final String DESCRIPTION =
            "What is to be done, why it matters, and how one sees that it is done. ".repeat(6);

    private final Client nobody;
    private final Options options;
    private final PrintStream out;

    Filling(Client nobody, Options options, PrintStream out) {
        this.nobody = nobody;
        this.options = options;
        this.out = out;
    }

    /// How many tasks are made over the API; more have to be copied within the database.
    int tasksByApi() {
        return Math.min(options.tasks(), options.byApi());
    }

    Stock fill() throws InterruptedException {
        Client everywhere = nobody.register("everywhere");
        String everywhereId = everywhere.get("/users/me").path("id").asText();
        List<Member> members = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Team>> teams = new ArrayList<>();
            for (int i = 0; i < options.teams(); i++) {
                int number = i;
                teams.add(threads.submit(() -> team(number, everywhereId)));
            }
            for (Future<Team> team : teams) {
                members.addAll(team.get().members());
                tasks.addAll(team.get().tasks());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        out.printf("  %d users, %d teams, %d tasks%n", members.size() + 1, options.teams(), tasks.size());
        return new Stock(members, tasks, everywhere.token(), "", 0);
    }

    /// Walks as deep as there are pages, at most a thousand.
    Stock withDeepPage(Stock stock) {
        Client everywhere = nobody.as(stock.everywhere());
        String path = Stock.FIRST_PAGE;
        int depth = 0;
        while (depth < DEEPEST) {
            JsonNode next = everywhere.get(path).path("next");
            if (!next.isTextual()) {
                break;
            }
            path = next.asText();
            depth++;
        }
        return new Stock(stock.members(), stock.tasks(), stock.everywhere(), path, depth);
    }

    private record Team(List<Member> members, List<Task> tasks) {}

    private record Board(String id, String todo, String doing) {}

    private Team team(int number, String everywhereId) {
        List<String> names = new ArrayList<>();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            String name = String.format(Locale.ROOT, "user-%d-%d", number, i);
            names.add(name);
            clients.add(nobody.register(name));
        }
        Client admin = clients.getFirst();
        String team = admin.post("/teams", Client.object().put("name", "Team " + number))
                .path("id")
                .asText();
        for (String name : names.subList(1, MEMBERS)) {
            admin.post(
                    "/teams/" + team + "/members",
                    Client.object().put("username", name).put("role", "member"));
        }
        admin.post(
                "/teams/" + team + "/members",
                Client.object().put("user_id", everywhereId).put("role", "viewer"));
        List<Board> boards = new ArrayList<>();
        for (int i = 0; i < BOARDS; i++) {
            boards.add(board(
                    admin.post("/boards", Client.object().put("team_id", team).put("name", "Board " + i))));
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            Board board = boards.get(i % BOARDS);
            members.add(new Member(names.get(i), clients.get(i).token(), board.id()));
        }
        return new Team(members, tasks(clients, boards));
    }

    private static Board board(JsonNode created) {
        JsonNode lists = created.path("lists");
        return new Board(
                created.path("id").asText(),
                lists.path(0).path("id").asText(),
                lists.path(1).path("id").asText());
    }

    private List<Task> tasks(List<Client> clients, List<Board> boards) {
        int wanted = Math.max(boards.size(), tasksByApi() / options.teams());
        List<Task> tasks = new ArrayList<>();
        while (tasks.size() < wanted) {
            Client client = clients.get(tasks.size() / BULK % clients.size());
            ObjectNode bulk = Client.object();
            ArrayNode operations = bulk.putArray("operations");
            int first = tasks.size();
            int size = Math.min(BULK, wanted - first);
            for (int i = first; i < first + size; i++) {
                operations.add(operation(boards.get(i % boards.size()), i));
            }
            JsonNode results = client.post("/tasks/bulk", bulk).path("results");
            for (int i = 0; i < size; i++) {
                Board board = boards.get((first + i) % boards.size());
                tasks.add(new Task(results.path(i).path("id").asText(), client.token(), board.todo(), board.doing()));
            }
        }
        return tasks;
    }

    private static ObjectNode operation(Board board, int number) {
        ObjectNode operation = Client.object()
                .put("op", "create")
                .put("board_id", board.id())
                .put("title", "Task " + number + " of many that a team has to do")
                .put("description", DESCRIPTION)
                .put("status", STATUSES[number % STATUSES.length])
                .put("priority", PRIORITIES[number / 3 % PRIORITIES.length]);
        operation.putArray("labels").add("label-" + number % 7);
        return number % 4 == 0
                ? operation
                : operation.put(
                        "due_date", String.format(Locale.ROOT, "2027-%02d-%02d", number % 12 + 1, number % 28 + 1));
    }
}
