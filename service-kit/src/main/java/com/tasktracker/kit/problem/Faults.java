package com.tasktracker.kit.problem;

import com.tasktracker.kit.problem.Fault.Code;
import java.util.ArrayList;
import java.util.List;

/// Collects all that is wrong with one request, so that the answer names everything at once. At most 100 faults are
/// kept: a body made of nothing but mistakes does not make an answer without end.
public final class Faults {

    private static final int MOST = 100;

    private final List<Fault> found = new ArrayList<>();
    private int number;

    public void add(String field, Code code, String detail) {
        number++;
        if (found.size() < MOST) {
            found.add(new Fault(field, code, detail));
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /// How many were found, those that are not kept included.
    public int size() {
        return number;
    }

    /// Refuses the request as a 400 `validation-failed` where anything was found.
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw Problem.invalid(found);
        }
    }
}
