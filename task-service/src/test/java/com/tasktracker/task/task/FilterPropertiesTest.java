package com.tasktracker.task.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.text.Json;
import com.tasktracker.task.workflow.TaskStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;

class FilterPropertiesTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Caller CALLER = new Caller(new UUID(1, 1), new UUID(2, 2), NOW);
    private static final List<String> NAMES =
            Stream.concat(TaskParameters.NAMES.stream(), Stream.of("filter")).toList();
    private static final List<String> VALUES = List.of(
            "todo",
            "done",
            "high",
            "me",
            "none",
            "01900000-0000-7000-8000-000000000001",
            "2026-12-01",
            "2026-12-01T09:30:00Z",
            "true",
            "false",
            "",
            " ",
            "a:b",
            "a,b|c",
            "status:todo",
            "label:x|y,overdue:true",
            "\u0000",
            "+999999999-01-01T00:00:00Z");

    private static TaskFilter read(Parameters parameters) {
        return TaskParameters.read(parameters, CALLER, NOW);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<String> queries() {
        Arbitrary<String> values =
                Arbitraries.oneOf(Arbitraries.of(VALUES), Arbitraries.strings().ofMaxLength(60));
        Arbitrary<String> pairs = Combinators.combine(Arbitraries.of(NAMES), values)
                .as((name, value) -> name + "=" + encoded(value.replaceAll("\\p{Cs}", "")));
        return pairs.list().ofMaxSize(6).map(all -> String.join("&", all));
    }

    @Property
    void anyQueryIsReadOrItsFaultsAreNamed(@ForAll("queries") String query) {
        Parameters parameters = Parameters.of("/tasks", query);

        assertThat(read(parameters)).isNotNull();
    }

    @Property
    void anyQueryAtAllIsReadOrRefused(@ForAll @StringLength(max = 200) String query) {
        try {
            read(Parameters.of("/tasks", query));
        } catch (Problem refusal) {
            assertThat(refusal.status()).isEqualTo(400);
        }
    }

    @Property
    void theFormInOneParameterMeansTheSame(
            @ForAll @NotEmpty Set<TaskStatus> statuses,
            @ForAll @NotEmpty Set<TaskPriority> priorities,
            @ForAll boolean isMine) {
        String both = "status=" + joined(statuses, ",") + "&priority=" + joined(priorities, ",")
                + (isMine ? "&assigned_to=me" : "");
        String one = "filter="
                + encoded("status:" + joined(statuses, "|") + ",priority:" + joined(priorities, "|")
                        + (isMine ? ",assigned_to:me" : ""));
        Parameters apart = Parameters.of("/tasks", both);
        Parameters together = Parameters.of("/tasks", one);

        assertThat(read(together)).isEqualTo(read(apart));
        assertThat(apart.faults().isEmpty() && together.faults().isEmpty()).isTrue();
    }

    private static String joined(Set<? extends Enum<?>> constants, String by) {
        return constants.stream().map(Json::nameOf).collect(Collectors.joining(by));
    }
}
