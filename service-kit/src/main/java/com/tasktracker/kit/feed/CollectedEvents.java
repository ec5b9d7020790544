package com.tasktracker.kit.feed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The events of one transaction, at most one a subject, in the order in which each subject was last published.
final class CollectedEvents {

    private final SequencedMap<String, FeedEvent> bySubject = new LinkedHashMap<>();

    void add(FeedEvent event) {
        bySubject.putLast(event.subject(), event);
    }

    boolean isEmpty() {
        return bySubject.isEmpty();
    }

    List<FeedEvent> inOrder() {
        return List.copyOf(bySubject.values());
    }
}
