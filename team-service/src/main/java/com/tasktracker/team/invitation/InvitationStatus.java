package com.tasktracker.team.invitation;

import com.tasktracker.kit.text.Json;
import java.util.Locale;

/// What has become of an invitation. Expired is what was left open for too long; it is never stored.
enum InvitationStatus {
    OPEN,
    ACCEPTED,
    DECLINED,
    REVOKED,
    EXPIRED;

    static InvitationStatus of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String text() {
        return Json.nameOf(this);
    }
}
