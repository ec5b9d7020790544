package com.tasktracker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    private static final Path ROOT = Path.of("/project");

    @Test
    void whatIsNotSaidHasItsDefault() {
        assertThat(Options.of(List.of(), ROOT))
                .isEqualTo(new Options(
                        20_000,
                        20_000,
                        20,
                        List.of(1, 16, 64),
                        20,
                        Duration.ofSeconds(8),
                        Set.of(),
                        Path.of("/project/target/bench")));
        assertThat(Options.of(
                        List.of(
                                "--tasks",
                                "2000000",
                                "--by-api",
                                "500",
                                "--teams",
                                "3",
                                "--connections",
                                "2,4",
                                "--warm-ups",
                                "1",
                                "--seconds",
                                "1",
                                "--only",
                                "page,move",
                                "--out",
                                "x"),
                        ROOT))
                .isEqualTo(new Options(
                        2_000_000,
                        500,
                        3,
                        List.of(2, 4),
                        1,
                        Duration.ofSeconds(1),
                        Set.of("page", "move"),
                        Path.of("/project/x")));
    }

    @ParameterizedTest
    @CsvSource({
        "--by-api, x, --by-api must be a number from 1 to 20000000",
        "--tasks, 0, --tasks must be a number from 1 to 20000000",
        "--teams, many, --teams must be a number from 1 to 1000",
        "--seconds, 601, --seconds must be a number from 1 to 600",
        "--speed, 9, There is no option --speed."
    })
    void optionThatIsNoneIsRefusedByName(String name, String value, String told) {
        assertThatThrownBy(() -> Options.of(List.of(name, value), ROOT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
        assertThatThrownBy(() -> Options.of(List.of(name), ROOT)).hasMessageContaining(name + " needs a value");
    }
}
