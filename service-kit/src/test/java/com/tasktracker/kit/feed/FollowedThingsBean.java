package com.tasktracker.kit.feed;

import com.tasktracker.kit.data.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Makes the service of these tests a follower.
@Alternative
@ApplicationScoped
public class FollowedThingsBean {

    @Produces
    @Singleton
    FollowedFeed things(Sql sql) {
        return new FollowedThings(sql, 1);
    }
}
