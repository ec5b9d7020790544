package com.tasktracker.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.exchange.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTreeTest {
    private final Documentation documentation = new Documentation();

    @ParameterizedTest
    @CsvSource({
        "/tasks, /tasks",
        "/tasks/bulk, /tasks/bulk",
        "/tasks/0198f2a4-0000-7000-8000-000000000001, /tasks/{id}",
        "/tasks/1/comments/2, /tasks/{id}/comments/{comment_id}",
        "/teams/1, /teams/{id}",
        "/teams/1/members/2, /teams/{team_id}/members/{user_id}",
        "/users/me, /users/me",
        "/users/me/deletion, /users/me/deletion",
        "/users/you, /users/{id}",
        "/.well-known/jwks.json, /.well-known/jwks.json",
        "/health/live, /health/live"
    })
    void pathIsOneOfItsRoute(String path, String template) {
        assertThat(documentation.routeOf(path).template()).isEqualTo(template);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/task",
                "/taskss",
                "/tasks/",
                "/tasks/1/",
                "/tasks/1/comments/",
                "/tasks/1/secret",
                "/tasks/bulk/comments",
                "/internal/feeds/people",
                "/health"
            })
    void otherPathIsOfNone(String path) {
        assertThat(documentation.routeOf(path)).isSameAs(Route.NONE);
    }

    @Test
    void onlyEventsAreAStream() {
        assertThat(documentation.routeOf("/boards/1/events").streams()).isTrue();
        assertThat(documentation.routeOf("/boards/1").streams()).isFalse();
    }
}
