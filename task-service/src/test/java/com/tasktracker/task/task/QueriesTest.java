package com.tasktracker.task.task;

import static com.tasktracker.task.testing.Crew.as;
import static com.tasktracker.task.testing.Crew.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.task.RandomFilters.Filter;
import com.tasktracker.task.testing.Crew;
import com.tasktracker.task.testing.Feeds;
import com.tasktracker.task.testing.TaskServiceTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Filters, orderings and pages of `GET /tasks`, alone and combined, against tasks that are filtered and sorted in
/// memory.
@TaskServiceTest
class QueriesTest {

    private static final List<String> ORDERINGS = List.of(
            "created_at",
            "-created_at",
            "updated_at",
            "-updated_at",
            "due_date",
            "-due_date",
            "priority",
            "-priority",
            "title",
            "-title");

    private static final List<String> ALL_ORDERINGS = Stream.concat(
                    ORDERINGS.stream(), Stream.of("position", "-position"))
            .toList();

    private static final int TASKS = 60;
    private static final int TRASHED = 15;
    private static final int CHANGED = 15;
    private static final int COMBINATIONS = 30;
    private static final int MOST_PAGES = 200;

    @Inject
    Sql sql;

    private final Random random = new Random(5);

    /// What one caller may see: an admin of one team, a member of another, nothing in a third.
    private record World(UUID caller, Crew own, Crew other, List<KnownTask> tasks, UUID hiddenBoard) {

        /// Who may restore a task sees it in the trash.
        boolean shows(KnownTask task, boolean isTrash) {
            return (task.team().equals(own.team) || task.team().equals(other.team))
                    && !task.board().equals(hiddenBoard)
                    && (task.deleted() != null) == isTrash
                    && (!isTrash
                            || task.team().equals(own.team)
                            || task.creator().equals(caller));
        }
    }

    /// @param admin of its team
    private record Made(String id, UUID admin) {}

    private World world() {
        Crew own = Crew.gather();
        Crew other = Crew.gather();
        Crew foreign = Crew.gather();
        UUID caller = own.admin;
        Feeds.member(other.team, caller, "member", Crew.newId());
        Feeds.settle();
        List<UUID> ours = List.of(caller, own.member);
        List<UUID> theirs = List.of(caller, other.admin, other.member);
        List<String> boards = List.of(own.board("One"), own.board("Two"), other.board("Three"));
        String hidden = own.board("Hidden");
        RandomTasks made = new RandomTasks(random);
        List<Made> live = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            boolean isOurs = i % 3 < 2;
            live.add(new Made(made.make(boards.get(i % 3), isOurs ? ours : theirs), isOurs ? own.admin : other.admin));
        }
        made.make(hidden, ours);
        as(own.admin).delete("/boards/" + hidden).then().statusCode(204);
        String foreignBoard = foreign.board("Foreign");
        for (int i = 0; i < 4; i++) {
            made.make(foreignBoard, List.of(foreign.admin, foreign.member));
        }
        Collections.shuffle(live, random);
        for (Made task : live.subList(0, TRASHED)) {
            as(task.admin).delete("/tasks/" + task.id).then().statusCode(204);
        }
        for (Made task : live.subList(TRASHED, TRASHED + CHANGED)) {
            as(task.admin)
                    .body("{\"priority\": \"urgent\"}")
                    .patch("/tasks/" + task.id)
                    .then()
                    .statusCode(200);
        }
        return new World(caller, own, other, known(made, List.of(own, other, foreign)), UUID.fromString(hidden));
    }

    /// After many of them were made to have been created, and changed, at the same moment.
    private List<KnownTask> known(RandomTasks made, List<Crew> crews) {
        UUID[] teams = crews.stream().map(crew -> crew.team).toArray(UUID[]::new);
        sql.update("""
                UPDATE task SET created_at = date_trunc('second', created_at), updated_at = date_trunc('second', updated_at)
                WHERE team_id = ANY (?) AND priority IN ('low', 'high')""", (Object) teams);
        return KnownTask.of(sql, List.of(teams), made.words());
    }

    @Test
    void everyFilterAndOrderingAloneAndCombinedIsAsInMemory() {
        World world = world();
        RandomFilters filters = new RandomFilters(random, world.caller, world.tasks);
        for (String ordering : ORDERINGS) {
            expect(world, filters, List.of(), ordering);
        }
        for (String name : TaskParameters.NAMES) {
            for (int i = 0; i < 2; i++) {
                expect(world, filters, filters.of(List.of(name)), any(ORDERINGS));
            }
        }
        for (int i = 0; i < 4; i++) {
            expectList(world, filters);
        }
        expectCombinations(world, filters, COMBINATIONS);
        as(world.caller)
                .get("/tasks?ordering=position")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("ordering"));
    }

    @Test
    @Tag("slow")
    void manyCombinationsAreAsInMemory() {
        for (int worlds = 0; worlds < 3; worlds++) {
            World world = world();
            RandomFilters filters = new RandomFilters(random, world.caller, world.tasks);
            expectCombinations(world, filters, 4 * COMBINATIONS);
            for (int i = 0; i < COMBINATIONS; i++) {
                expectList(world, filters);
            }
        }
    }

    private void expectCombinations(World world, RandomFilters filters, int combinations) {
        int matched = 0;
        for (int i = 0; i < combinations; i++) {
            List<String> names = new ArrayList<>(TaskParameters.NAMES);
            Collections.shuffle(names, random);
            List<Filter> some = filters.of(names.subList(0, 2 + random.nextInt(3)));
            matched += expect(world, filters, some, any(ORDERINGS)) > 0 ? 1 : 0;
        }
        assertThat(matched).isGreaterThan(combinations / 4);
    }

    /// In the order of a list, both ways, with another filter and without.
    private void expectList(World world, RandomFilters filters) {
        KnownTask task = any(world.tasks);
        Filter list = new Filter(
                "list", List.of(task.list().toString()), other -> other.list().equals(task.list()));
        List<Filter> both = new ArrayList<>(List.of(list));
        both.addAll(filters.of(List.of(any(List.of("status", "priority", "label", "deleted")))));
        expect(world, filters, List.of(list), "position");
        expect(world, filters, both, "-position");
    }

    /// Walks there and back; answers how many there are.
    private int expect(World world, RandomFilters filters, List<Filter> some, String ordering) {
        boolean isTrash = some.stream().anyMatch(Filter::isForTrash);
        List<String> expected = world.tasks.stream()
                .filter(task -> world.shows(task, isTrash)
                        && some.stream().allMatch(filter -> filter.holds().test(task)))
                .sorted(KnownTask.by(ordering))
                .map(task -> task.id().toString())
                .toList();
        String query = filters.query(some);
        int size = 1 + expected.size() / (1 + random.nextInt(6));
        String path = "/tasks?ordering=" + ordering + "&page_size=" + size + "&include_count=true"
                + (query.isEmpty() ? "" : "&" + query);
        List<String> there = new ArrayList<>();
        Response page = page(world.caller, path);
        for (int pages = 1; ; pages++) {
            assertThat(page.<Integer>path("count")).as(path).isEqualTo(expected.size());
            List<String> ids = page.path("results.id");
            there.addAll(ids);
            String next = page.path("next");
            if (next == null) {
                break;
            }
            assertThat(ids).as(path).hasSize(size);
            assertThat(pages).as(path).isLessThan(MOST_PAGES);
            page = page(world.caller, next);
        }
        assertThat(there).as(path).isEqualTo(expected);
        assertThat(back(world.caller, page, () -> {}))
                .as("back from the end of %s", path)
                .isEqualTo(expected);
        return expected.size();
    }

    private static Response page(UUID caller, String path) {
        Response page = as(caller).get(path);
        assertThat(page.statusCode()).as(path).isEqualTo(200);
        return page;
    }

    /// All from the first page to this one, read from this one to the first.
    private static List<String> back(UUID caller, Response last, Runnable meanwhile) {
        List<String> all = new ArrayList<>(last.<List<String>>path("results.id"));
        String previous = last.path("previous");
        for (int pages = 0; previous != null; pages++) {
            assertThat(pages).isLessThan(MOST_PAGES);
            meanwhile.run();
            Response page = page(caller, previous);
            all.addAll(0, page.<List<String>>path("results.id"));
            previous = page.path("previous");
        }
        return all;
    }

    @Test
    void whatIsThereFromBeginningToEndOfAWalkIsSeenOnceWhateverComesAndGoes() {
        Crew crew = Crew.gather();
        String board = id(as(crew.admin).body("""
                {"team_id": "%s", "name": "Board", "lists": ["Only"]}""".formatted(crew.team)).post("/boards"));
        List<UUID> people = List.of(crew.admin, crew.member);
        RandomTasks made = new RandomTasks(random);
        Set<String> staying = new HashSet<>();
        for (int i = 0; i < 14; i++) {
            staying.add(made.make(board, people));
        }
        List<KnownTask> known = KnownTask.of(sql, List.of(crew.team), made.words());
        List<String> passing = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            passing.add(made.make(board, people));
        }
        Runnable meanwhile = () -> {
            passing.add(made.make(board, people));
            String gone = passing.remove(random.nextInt(passing.size()));
            as(crew.admin).delete("/tasks/" + gone).then().statusCode(204);
        };
        String path = "/tasks?page_size=4&list=" + crew.list(board, 0) + "&ordering=";
        for (String ordering : ALL_ORDERINGS) {
            List<String> there = new ArrayList<>();
            Response page = page(crew.viewer, path + ordering);
            there.addAll(page.path("results.id"));
            for (String next = page.path("next"); next != null; next = page.path("next")) {
                assertThat(there).as(ordering).hasSizeLessThan(MOST_PAGES);
                meanwhile.run();
                page = page(crew.viewer, next);
                there.addAll(page.path("results.id"));
            }
            List<String> back = back(crew.viewer, page, meanwhile);
            List<String> expected = known.stream()
                    .sorted(KnownTask.by(ordering))
                    .map(task -> task.id().toString())
                    .toList();
            assertThat(there).as(ordering).doesNotHaveDuplicates();
            assertThat(there).as(ordering).filteredOn(staying::contains).isEqualTo(expected);
            assertThat(back).as("back by %s", ordering).doesNotHaveDuplicates();
            assertThat(back)
                    .as("back by %s", ordering)
                    .filteredOn(staying::contains)
                    .isEqualTo(expected);
        }
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
