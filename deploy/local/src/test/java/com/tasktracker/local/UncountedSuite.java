package com.tasktracker.local;

/// Like [SharedSuite], but of services that limit no rates, so that a test may ask as often as it has to.
final class UncountedSuite extends SharedSuite {

    @Override
    Suite prepared() {
        return uncounted();
    }

    static Suite uncounted() {
        return Suite.ofServices()
                .set("RATE_LIMIT_PER_MINUTE", "0")
                .set("RATE_LIMIT_ANONYMOUS_PER_MINUTE", "0")
                .set("LOGIN_THROTTLE", "off");
    }
}
