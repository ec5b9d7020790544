package com.tasktracker.task.workflow;

import static com.tasktracker.task.workflow.TaskStatus.CANCELLED;
import static com.tasktracker.task.workflow.TaskStatus.DONE;
import static com.tasktracker.task.workflow.TaskStatus.IN_PROGRESS;
import static com.tasktracker.task.workflow.TaskStatus.IN_REVIEW;
import static com.tasktracker.task.workflow.TaskStatus.TODO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tasktracker.kit.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TaskStatusTest {

    private static final Map<TaskStatus, List<TaskStatus>> TABLE = Map.of(
            TODO, List.of(IN_PROGRESS, DONE, CANCELLED),
            IN_PROGRESS, List.of(TODO, IN_REVIEW, DONE, CANCELLED),
            IN_REVIEW, List.of(IN_PROGRESS, DONE, CANCELLED),
            DONE, List.of(IN_PROGRESS),
            CANCELLED, List.of(TODO));

    static Stream<Arguments> pairs() {
        return Stream.of(TaskStatus.values())
                .flatMap(from -> Stream.of(TaskStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void everyTransitionIsAsInTheTable(TaskStatus from, TaskStatus to) {
        boolean isAllowed = from == to || TABLE.getOrDefault(from, List.of()).contains(to);
        assertThat(from.canBecome(to)).isEqualTo(isAllowed);
        if (isAllowed) {
            assertThatCode(() -> from.requireTransition(to)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> from.requireTransition(to))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(422));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAllowedIsListedInTheOrderOfTheTable(TaskStatus status) {
        assertThat(status.transitions()).isEqualTo(TABLE.get(status));
    }

    @Test
    void doneAndCancelledAreClosed() {
        assertThat(Stream.of(TaskStatus.values()).filter(TaskStatus::isOpen))
                .containsExactly(TODO, IN_PROGRESS, IN_REVIEW);
    }
}
