package com.tasktracker.kit.feed;

import java.util.List;

/// A feed that this service keeps a read model of: a bean of this type makes the service follow it.
///
/// Each batch is applied in one transaction, exactly once among all replicas; the hooks run in it, so they must be
/// quick, must not call other services, and whatever they throw undoes the batch, which is then tried again. They may
/// publish through [Changes#publish]. Consequences for the service's own data belong into [#atHead()].
public interface FollowedFeed {

    /// Its name, as in `feeds.sources.<feed>`.
    String feed();

    /// Grows with each release that keeps more of the feed than the one before, from 1: the feed is then read anew.
    int modelVersion();

    List<Projection> projections();

    /// Whether the service is ready only while it follows this feed. False for a service that serves without it, so
    /// that services can start in any order.
    default boolean isNeededToServe() {
        return true;
    }

    /// Runs before a batch is applied to the tables, so that it can be compared with what they hold. The entries are
    /// new to the tables and in the order of their numbers. Not called for what is read anew.
    default void beforeApply(List<FeedEntry> batch) {}

    /// Runs before the tables are replaced by what was read anew, which then stands in the tables `<table>_rebuild`.
    default void beforeSwap() {}

    /// Runs, in the transaction that reaches the feed's head, whenever something new brought the tables there. It
    /// computes from the tables what follows for the service's own data, never from single events.
    default void atHead() {}
}
