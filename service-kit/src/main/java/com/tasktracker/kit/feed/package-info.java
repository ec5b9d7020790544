/// Feeds: how a service keeps what it must know of another's data in its own schema.
///
/// **A service that publishes** copies `db/kit/feed_publisher.sql` into its first migration, produces one
/// [com.tasktracker.kit.feed.FeedDefinition] bean, sets `feeds.followers.<service>` to the secrets of those who may
/// follow, and makes its changes through [com.tasktracker.kit.feed.Changes].
///
/// **A service that follows** copies `db/kit/feed_follower.sql`, gives each table of its read models a twin
/// `<table>_rebuild`, has one [com.tasktracker.kit.feed.FollowedFeed] bean a feed, sets `feeds.name`, `feeds.secret`
/// and `feeds.sources.<feed>`, and asks for [com.tasktracker.kit.feed.Freshness] in the statement that loads its data.
///
/// How it holds together, on both sides:
///
/// - Numbers grow in the order of commits, since the statement that takes them is the last before the commit and holds
///   the head's row until then. Who has read up to a number has missed nothing up to it.
/// - A request with `lastEventId` acknowledges all up to it, so it is sent only when that is committed at the follower.
///   What is read to rebuild acknowledges nothing, yet makes the follower count.
/// - A follower's request is noted before the feed is read for it. So a change either finds the follower noted, and
///   waits for it, or is part of what is read.
/// - The time of a good read is the time *before* it was sent, and only a read that reached the head is good: what the
///   follower holds then has every change that was committed by that time.
@NullMarked
package com.tasktracker.kit.feed;

import org.jspecify.annotations.NullMarked;
