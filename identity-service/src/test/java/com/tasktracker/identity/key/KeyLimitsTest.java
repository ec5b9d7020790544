package com.tasktracker.identity.key;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyLimitsTest {

    record Keys(String encryption, Duration accessTokenLifetime, Duration rotation, Duration lead)
            implements KeyConfig {}

    private static void check(String lifetime, String rotation, String lead, String maxStaleness) {
        Keys keys = new Keys("", Duration.parse(lifetime), Duration.parse(rotation), Duration.parse(lead));
        KeyLimits.check(keys, Duration.parse(maxStaleness));
    }

    @Test
    void whatIsWithinTheLimitsIsTaken() {
        assertThatNoException().isThrownBy(() -> {
            check("PT5M", "P30D", "PT11M", "PT10M");
            check("PT1S", "PT1H", "PT5.001S", "PT5S");
            check("PT1H", "P30D", "P2D", "P1D");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.999S, P30D,   PT11M, PT10M, ACCESS_TOKEN_LIFETIME is PT0.999S",
        "PT1H1S,   P30D,   PT11M, PT10M, ACCESS_TOKEN_LIFETIME is PT1H1S",
        "PT5M,     PT59M,  PT11M, PT10M, IDENTITY_KEYS_ROTATION is PT59M",
        "PT5M,     P30D,   PT10M, PT10M, 'IDENTITY_KEYS_LEAD is PT10M, it must be longer than FEEDS_MAX_STALENESS'",
        "PT5M,     P30D,   PT11M, PT1H,  'FEEDS_MAX_STALENESS, which is PT1H'",
    })
    void whatIsNotIsNamed(String lifetime, String rotation, String lead, String maxStaleness, String message) {
        assertThatThrownBy(() -> check(lifetime, rotation, lead, maxStaleness))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
    }
}
