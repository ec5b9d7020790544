package com.tasktracker.kit.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmailHashTest {

    @Test
    void anAddressHasOneHashWhateverItsCase() {
        EmailHash hash = new EmailHash("key");
        assertThat(hash.of("Ada@Example.com"))
                .isEqualTo(hash.of("ada@example.com"))
                .matches("[0-9a-f]{64}");
        assertThat(hash.of("eda@example.com")).isNotEqualTo(hash.of("ada@example.com"));
    }

    @Test
    void theCurrentKeyIsPublishedAndThePreviousOneIsStillKnown() {
        EmailHash before = new EmailHash("old");
        EmailHash now = new EmailHash("new, old");
        assertThat(now.of("ada@example.com")).isNotEqualTo(before.of("ada@example.com"));
        assertThat(now.all("ada@example.com")).containsExactly(now.of("ada@example.com"), before.of("ada@example.com"));
    }
}
