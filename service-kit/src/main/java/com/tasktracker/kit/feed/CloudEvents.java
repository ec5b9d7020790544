package com.tasktracker.kit.feed;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Batches of [CloudEvents 1.0](https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md) in
/// JSON.
@ApplicationScoped
class CloudEvents {

    static final String BATCH_TYPE = "application/cloudevents-batch+json";

    private final ObjectMapper json;

    CloudEvents(ObjectMapper json) {
        this.json = json;
    }

    byte[] write(String source, List<StoredEvent> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * (events.size() + 1));
        try (JsonGenerator out = json.getFactory().createGenerator(bytes)) {
            out.writeStartArray();
            for (StoredEvent event : events) {
                out.writeStartObject();
                out.writeStringField("specversion", "1.0");
                out.writeStringField("id", Long.toString(event.seq()));
                out.writeStringField("source", source);
                out.writeStringField("type", event.type());
                out.writeStringField("subject", event.subject());
                out.writeStringField("time", event.time().toString());
                out.writeFieldName("data");
                out.writeRawValue(event.data());
                out.writeEndObject();
            }
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Reads a batch, whose numbers must grow.
    List<FeedEntry> parse(byte[] batch) throws IOException {
        JsonNode nodes = json.readTree(batch);
        if (!nodes.isArray()) {
            throw new IOException("a batch of events is an array");
        }
        List<FeedEntry> entries = new ArrayList<>(nodes.size());
        long last = 0;
        for (JsonNode node : nodes) {
            FeedEntry entry = entry(node);
            if (entry.seq() <= last) {
                throw new IOException("event " + entry.seq() + " comes after event " + last);
            }
            last = entry.seq();
            entries.add(entry);
        }
        return entries;
    }

    private static FeedEntry entry(JsonNode node) throws IOException {
        try {
            JsonNode data = node.path("data");
            if (!data.isObject()) {
                throw new IOException("an event's data is an object");
            }
            return new FeedEntry(
                    Long.parseLong(text(node, "id")),
                    text(node, "type"),
                    text(node, "subject"),
                    Instant.parse(text(node, "time")),
                    data);
        } catch (NumberFormatException | DateTimeException e) {
            throw new IOException("an event is malformed", e);
        }
    }

    private static String text(JsonNode node, String member) throws IOException {
        JsonNode value = node.path(member);
        if (!value.isTextual()) {
            throw new IOException("an event has no " + member);
        }
        return value.textValue();
    }
}
