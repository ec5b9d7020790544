package com.tasktracker.kit.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration BOUND = Duration.ofMinutes(10);

    @ParameterizedTest
    @CsvSource({
        // acknowledged, seconds unseen, settled, in force by (seconds from now; empty: now)
        "7, 0, true,",
        "8, 0, true,",
        "7, 629, true,",
        "6, 0, false, 600",
        "6, 25, false, 575",
        "6, 26, true, 574",
        "6, 600, true, 0",
        "6, 630, true, -30",
        "6, 631, true,"
    })
    void aFollowerIsJudgedByWhatItAcknowledgedAndWhenItWasSeen(
            long acknowledged, long unseen, boolean settled, @Nullable Long inForceIn) {
        List<FollowerState> followers = List.of(new FollowerState(
                "task-service",
                acknowledged,
                NOW.minusSeconds(unseen),
                Duration.ofSeconds(unseen),
                Duration.ofSeconds(unseen)));

        assertThat(FollowerState.isSettled(followers, 7, BOUND)).isEqualTo(settled);
        if (inForceIn == null) {
            assertThat(FollowerState.inForceBy(followers, 7, BOUND)).isEmpty();
        } else {
            assertThat(FollowerState.inForceBy(followers, 7, BOUND)).contains(NOW.plusSeconds(inForceIn));
        }
    }

    @Test
    void withoutFollowersEverythingIsInForce() {
        assertThat(FollowerState.isSettled(List.of(), 7, BOUND)).isTrue();
        assertThat(FollowerState.inForceBy(List.of(), 7, BOUND)).isEmpty();
    }

    @Test
    void anEventKeepsItsLimits() {
        assertThatThrownBy(() -> FeedEvent.of("t".repeat(101), "subject", Map.of()))
                .hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> FeedEvent.of("type", "s".repeat(201), Map.of()))
                .hasMessageContaining("1 to 200");
        assertThatThrownBy(() -> FeedEvent.of(" ", "subject", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FeedEvent.tombstone("thing.changed", "subject", Map.of()))
                .hasMessageContaining(".deleted");
    }

    @Test
    void aFeedHasANameAndASource() {
        assertThatThrownBy(() -> new FeedDefinition("People", "/identity")).hasMessageContaining("People");
        assertThatThrownBy(() -> new FeedDefinition("people", " ")).hasMessageContaining("source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Person", "person; DROP TABLE person", "1person", "person-name"})
    void namesOfTablesAndColumnsArePlain(String name) {
        assertThatThrownBy(() -> Projection.into(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Projection.into("person").column(name, ColumnType.TEXT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Freshness.sql(name + "'")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProjectionOfAKeyAloneKeepsWhatIsThere() {
        Projection projection = Projection.into("member")
                .keptOn("member.added")
                .key("team_id", ColumnType.UUID, "team")
                .key("person_id", ColumnType.UUID, "person");

        ProjectionStatements statements = new ProjectionStatements(projection);

        assertThat(statements.put("member"))
                .isEqualTo("INSERT INTO member AS t (team_id, person_id) SELECT e.team, e.person FROM "
                        + "jsonb_to_recordset(?::jsonb) AS e (team uuid, person uuid) ON CONFLICT (team_id, person_id) "
                        + "DO NOTHING");
        assertThatThrownBy(() -> new ProjectionStatements(Projection.into("member")))
                .hasMessageContaining("has no key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[{}]",
                "[{\"id\": \"x\", \"type\": \"t\", \"subject\": \"s\", \"time\": \"2026-11-01T12:00:00Z\", \"data\": {}}]",
                "[{\"id\": \"1\", \"type\": \"t\", \"subject\": \"s\", \"time\": \"noon\", \"data\": {}}]",
                "[{\"id\": \"1\", \"type\": 5, \"subject\": \"s\", \"time\": \"2026-11-01T12:00:00Z\", \"data\": {}}]",
                "[{\"id\": \"1\", \"type\": \"t\", \"subject\": \"s\", \"time\": \"2026-11-01T12:00:00Z\", \"data\": 1}]",
                "[{\"id\": \"0\", \"type\": \"t\", \"subject\": \"s\", \"time\": \"2026-11-01T12:00:00Z\", \"data\": {}}]",
                "[{\"id\": \"1\", \"type\""
            })
    void aMalformedBatchIsRefusedWhole(String batch) {
        assertThatThrownBy(() -> new CloudEvents(new ObjectMapper()).parse(batch.getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
