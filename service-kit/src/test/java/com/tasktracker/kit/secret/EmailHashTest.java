package com.tasktracker.kit.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EmailHashTest {

    private static final String OLD = "an old key that is used in tests alone";
    private static final String NEW = "a new key that is used in tests alone";

    @Test
    void anAddressHasOneHashWhateverItsCase() {
        EmailHash hash = new EmailHash(OLD);
        assertThat(hash.of("Ada@Example.com"))
                .isEqualTo(hash.of("ada@example.com"))
                .matches("[0-9a-f]{64}");
        assertThat(hash.of("eda@example.com")).isNotEqualTo(hash.of("ada@example.com"));
    }

    @Test
    void theCurrentKeyIsPublishedAndThePreviousOneIsStillKnown() {
        EmailHash before = new EmailHash(OLD);
        EmailHash now = new EmailHash(NEW + ", " + OLD);
        assertThat(now.of("ada@example.com")).isNotEqualTo(before.of("ada@example.com"));
        assertThat(now.all("ada@example.com")).containsExactly(now.of("ada@example.com"), before.of("ada@example.com"));
    }

    @Test
    void aKeyThatIsTooShortIsFoundOutAtOnce() {
        assertThatThrownBy(() -> new EmailHash(NEW + ",short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 characters");
    }
}
