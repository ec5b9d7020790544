package com.tasktracker.team.invitation;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/// How invitations are made and mailed.
@ConfigMapping(prefix = "team.invitations")
public interface InvitationConfig {

    /// `INVITATION_LIFETIME`: how long an invitation may be accepted (`7d`).
    Duration lifetime();

    /// `EMAIL_HASH_KEY`, as `current` or `current,previous`, each of at least 32 characters: the key with which the
    /// identity service hashes verified e-mails.
    String emailHashKey();
}
