package com.tasktracker.identity.people;

import io.smallrye.config.ConfigMapping;

/// What others are told of people.
@ConfigMapping(prefix = "identity.people")
public interface PeopleConfig {

    /// `EMAIL_HASH_KEY`, as `current` or `current,previous`: what verified e-mails are hashed with for the team
    /// service, which has the same key.
    String emailHashKey();
}
