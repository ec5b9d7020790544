package com.tasktracker.gateway.hygiene;

import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fixed set of header field names, looked up without regard to case and without allocating: every field of every
/// message is.
final class FieldNames {
    private final @Nullable String[] slots;

    FieldNames(List<String> names) {
        slots = new String[Integer.highestOneBit(names.size() * 4)];
        for (String name : names) {
            int slot = slotOf(name);
            while (slots[slot] != null && !slots[slot].equalsIgnoreCase(name)) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = name;
        }
    }

    boolean contains(String name) {
        int slot = slotOf(name);
        for (String held = slots[slot]; held != null; held = slots[slot]) {
            if (held.equalsIgnoreCase(name)) {
                return true;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return false;
    }

    private int slotOf(String name) {
        int hash = AsciiString.hashCode(name);
        return (hash ^ hash >>> 16) & (slots.length - 1);
    }
}
