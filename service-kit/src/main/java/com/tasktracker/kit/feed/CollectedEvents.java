package com.tasktracker.kit.feed;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// The events of one transaction, at most one a subject, in the order in which each subject was last published.
final class CollectedEvents {

    private final SequencedMap<String, FeedEvent> bySubject = new LinkedHashMap<>();
    private final Set<String> reliedOn = new LinkedHashSet<>();

    void add(FeedEvent event) {
        bySubject.putLast(event.subject(), event);
    }

    void rely(String subject) {
        reliedOn.add(subject);
    }

    boolean isEmpty() {
        return bySubject.isEmpty();
    }

    /// Subjects whose earlier events the answer relies on.
    List<String> reliedOn() {
        return List.copyOf(reliedOn);
    }

    List<FeedEvent> inOrder() {
        return List.copyOf(bySubject.values());
    }
}
