package com.tasktracker.local.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotEnvTest {
    @TempDir
    Path folder;

    @Test
    void valuesAreTakenAsTheyStandWithoutOnePairOfQuotes() throws Exception {
        assertThat(read("""
                # a comment
                PLAIN=one two

                  export SPACED =  value
                DOUBLE="in quotes"
                SINGLE='$HOME'
                EMPTY=
                EQUALS=a=b
                HALF="open
                """))
                .isEqualTo(Map.of(
                        "PLAIN", "one two",
                        "SPACED", "value",
                        "DOUBLE", "in quotes",
                        "SINGLE", "$HOME",
                        "EMPTY", "",
                        "EQUALS", "a=b",
                        "HALF", "\"open"));
    }

    @Test
    void lineThatIsNoneIsNamed() {
        assertThatThrownBy(() -> read("A=1\nwhat is this\n"))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("line 2: expected KEY=VALUE");
    }

    @Test
    void absentFileHasNoValues() throws Exception {
        assertThat(DotEnv.read(folder.resolve("none"))).isEmpty();
    }

    private Map<String, String> read(String text) throws IOException, LaunchFailure {
        return DotEnv.read(Files.writeString(folder.resolve(".env"), text));
    }
}
