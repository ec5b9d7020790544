package com.tasktracker.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {

    private static final List<String> NAMES = List.of("ada.lovelace", "countess@example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwordpassword",
                "aaaaaaaaaaaaaaaaaaaa",
                "123456789012345",
                "qwertyuiopasdfghjkl",
                "password12345678",
                "abcdefghijklmnopqrstuvwxyz",
                "tasktrackertasktracker",
                "1111111111111111111111111111111111111111111111111111111"
            })
    void whatIsCommonOrInARowIsRefused(String password) {
        assertThat(PasswordPolicy.objection(password, NAMES))
                .hasValueSatisfying(why -> assertThat(why).startsWith("is too easy to guess"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada.lovelace2024",
                "Ada-Lovelace-123",
                "countess@example.com",
                "lovelacelovelace",
                "COUNTESS countess 1"
            })
    void whatIsBuiltFromTheOwnersNamesIsRefused(String password) {
        assertThat(PasswordPolicy.objection(password, NAMES))
                .contains("must not be built from the username or the e-mail");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seven green bicycles in the rain",
                "correct horse battery staple",
                "x7#kPq!mW2$vLz9",
                "zażółć gęślą jaźń 42",
                "ada likes seven green bicycles"
            })
    void whatIsHardToGuessIsTakenWhateverItIsMadeOf(String password) {
        assertThat(PasswordPolicy.objection(password, NAMES)).isEmpty();
    }

    @Test
    void aLongPasswordIsJudgedByItsBetterEnd() {
        assertThat(PasswordPolicy.objection("a".repeat(90) + "seven green bicycles", NAMES))
                .isEmpty();
        assertThat(PasswordPolicy.objection("a".repeat(128), NAMES)).isPresent();
    }
}
