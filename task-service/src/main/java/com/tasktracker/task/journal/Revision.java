package com.tasktracker.task.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The version of something that is kept, and what a transaction changes of it, field by field, to be told.
public final class Revision {

    private final List<FieldChange> changes = new ArrayList<>();
    private Instant updatedAt;
    private long version;

    public Revision(Instant updatedAt, long version) {
        this.updatedAt = updatedAt;
        this.version = version;
    }

    /// Notes what a field changes to; what stays as it is, is no change.
    public void note(String field, @Nullable Object from, @Nullable Object to) {
        if (!Objects.equals(from, to)) {
            changes.add(new FieldChange(field, from, to));
        }
    }

    /// Takes the next version where anything was changed; says whether it was.
    public boolean settle(Instant now) {
        if (changes.isEmpty()) {
            return false;
        }
        version++;
        updatedAt = now;
        return true;
    }

    public List<FieldChange> changes() {
        return List.copyOf(changes);
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public long version() {
        return version;
    }
}
