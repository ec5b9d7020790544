package com.tasktracker.task.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.text.Json;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// What streams say, as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). Each is
/// made once, however many streams it is given to.
@ApplicationScoped
class Messages {

    /// Several events travel together up to this many characters.
    private static final int CHUNK = 16 * 1024;

    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    /// Some events in a row.
    ///
    /// @param seq the number of the last of them
    record Chunk(long seq, Buffer bytes) {}

    private final ObjectMapper json;

    Messages(ObjectMapper json) {
        this.json = json;
    }

    Buffer heartbeat() {
        return HEARTBEAT;
    }

    Buffer end(End reason) {
        return Buffer.buffer("event: end\ndata: {\"reason\":\"" + Json.nameOf(reason) + "\"}\n\n");
    }

    List<Chunk> of(List<LogEvent> events) {
        List<Chunk> chunks = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (LogEvent event : events) {
            text.append("id: ")
                    .append(event.seq())
                    .append("\nevent: ")
                    .append(event.type())
                    .append("\ndata: ")
                    .append(write(event))
                    .append("\n\n");
            if (text.length() >= CHUNK || event.equals(events.getLast())) {
                chunks.add(new Chunk(event.seq(), Buffer.buffer(text.toString())));
                text.setLength(0);
            }
        }
        return chunks;
    }

    /// On one line, since JSON has no line breaks outside of what is escaped.
    private String write(LogEvent event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
