package com.tasktracker.bench;

import com.tasktracker.bench.Stock.Member;
import com.tasktracker.bench.Stock.Task;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One kind of request, as Hyperfoil makes it.
///
/// @param aim CPU-milliseconds a request, of all processes together through the gateway; 0 where there is none
/// @param direct whether task-service answers it, so that it can be asked without the gateway
/// @param requests of one round of its steps
/// @param steps in Hyperfoil's YAML
/// @param rows the file `<name>.csv`, out of which each round takes a row
record Scenario(String name, String what, double aim, boolean direct, int requests, String steps, String rows) {

    static List<Scenario> all(Stock stock) {
        return List.of(
                new Scenario(
                        "one-task",
                        "GET /tasks/{id}",
                        0.40,
                        true,
                        1,
                        """
                        - randomCsvRow: {file: one-task.csv, columns: {0: token, 1: task}}
                        - httpRequest:
                            GET: /tasks/${task}
                            headers: {authorization: "Bearer ${token}"}
                        """,
                        rows(stock.tasks(), task -> task.token() + "," + task.id())),
                new Scenario(
                        "page",
                        "GET /tasks: 20, filtered and ordered",
                        0.60,
                        true,
                        1,
                        """
                        - randomCsvRow: {file: page.csv, columns: {0: token}}
                        - httpRequest:
                            GET: /tasks?status=todo&ordering=due_date
                            headers: {authorization: "Bearer ${token}"}
                        """,
                        rows(stock.members(), Member::token)),
                new Scenario(
                        "first-page",
                        "GET /tasks: 20, of a member of every team",
                        0,
                        true,
                        1,
                        """
                        - randomCsvRow: {file: first-page.csv, columns: {0: token, 1: page}}
                        - httpRequest:
                            GET: ${page}
                            headers: {authorization: "Bearer ${token}"}
                        """,
                        rows(List.of(Stock.FIRST_PAGE), page -> stock.everywhere() + "," + page)),
                new Scenario(
                        "deep-page",
                        "GET /tasks: 20, up to a thousand pages behind those",
                        0,
                        true,
                        1,
                        """
                        - randomCsvRow: {file: deep-page.csv, columns: {0: token, 1: page}}
                        - httpRequest:
                            GET: ${page}
                            headers: {authorization: "Bearer ${token}"}
                        """,
                        rows(List.of(stock.deepPage()), page -> stock.everywhere() + "," + page)),
                new Scenario(
                        "create",
                        "POST /tasks",
                        0.90,
                        true,
                        1,
                        """
                        - randomCsvRow: {file: create.csv, columns: {0: token, 1: board}}
                        - httpRequest:
                            POST: /tasks
                            headers: {authorization: "Bearer ${token}", content-type: application/json}
                            body: '{"board_id":"${board}","title":"A task that is made while others are read","description":"What is to be done, and why it matters.","priority":"high","labels":["measured"]}'
                        """,
                        rows(stock.members(), member -> member.token() + "," + member.board())),
                new Scenario("move", "POST /tasks/{id}/move", 0, true, 1, """
                        - randomCsvRow: {file: move.csv, columns: {0: token, 1: task, 2: list}}
                        - httpRequest:
                            POST: /tasks/${task}/move
                            headers: {authorization: "Bearer ${token}", content-type: application/json}
                            body: '{"list_id":"${list}"}'
                        """, moves(stock.tasks())),
                new Scenario(
                        "login",
                        "POST /auth/login, then /auth/refresh",
                        0,
                        false,
                        2,
                        """
                        - randomCsvRow: {file: login.csv, columns: {0: login}}
                        - httpRequest:
                            POST: /auth/login
                            headers: {content-type: application/json}
                            body: '{"login":"${login}","password":"%s"}'
                            handler: {body: {json: {query: .refresh_token, toVar: refresh}}}
                        - httpRequest:
                            POST: /auth/refresh
                            headers: {content-type: application/json}
                            body: '{"refresh_token":"${refresh}"}'
                        """.formatted(Client.PASSWORD),
                        rows(stock.members(), Member::username)));
    }

    Map<String, byte[]> files() {
        return Map.of(name + ".csv", rows.getBytes(StandardCharsets.UTF_8));
    }

    private static String moves(List<Task> tasks) {
        return rows(
                tasks,
                task -> task.token() + "," + task.id() + "," + task.todo() + "\n" + task.token() + "," + task.id() + ","
                        + task.doing());
    }

    private static <T> String rows(Collection<T> values, Function<T, String> row) {
        return values.stream().map(row).collect(Collectors.joining("\n", "", "\n"));
    }
}
