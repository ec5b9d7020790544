package com.tasktracker.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.bench.Stock.Task;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Sees that the copies are tasks like any other: one of them is found, changed and moved, and the lists count them.
/// Else what is measured among them is not what users would meet.
record CopyCheck(Client nobody, Stock stock) {

    /// @param rounds of copies that were made of each task
    void run(int rounds) {
        Task original = stock.tasks().getLast();
        Client member = nobody.as(original.token());
        String title = member.get("/tasks/" + original.id()).path("title").asText() + " " + rounds;
        String search = "/tasks?search=" + URLEncoder.encode(title, StandardCharsets.UTF_8);
        JsonNode copy = only(member.get(search), title);
        String path = "/tasks/" + copy.path("id").asText();
        JsonNode changed = member.patch(path, Client.object().put("priority", "urgent"));
        String aim =
                changed.path("list").path("id").asText().equals(original.todo()) ? original.doing() : original.todo();
        JsonNode moved = member.post(path + "/move", Client.object().put("list_id", aim));
        if (!moved.path("list").path("id").asText().equals(aim)
                || !moved.path("priority").asText().equals("urgent")) {
            throw new IllegalStateException("A copy was changed and moved otherwise than asked: " + moved);
        }
        long expected = (long) stock.tasks().size() * (rounds + 1);
        long counted = counted();
        if (counted != expected) {
            throw new IllegalStateException("The lists count " + counted + " tasks, and there are " + expected);
        }
    }

    private static JsonNode only(JsonNode page, String title) {
        List<JsonNode> found = page.path("results")
                .valueStream()
                .filter(task -> task.path("title").asText().equals(title))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException("The search for '" + title + "' finds " + found.size() + " such tasks");
        }
        return found.getFirst();
    }

    /// What all lists say together.
    private long counted() {
        Client everywhere = nobody.as(stock.everywhere());
        long counted = 0;
        JsonNode page = everywhere.get("/boards?page_size=100");
        while (true) {
            for (JsonNode board : page.path("results")) {
                JsonNode whole = everywhere.get("/boards/" + board.path("id").asText());
                for (JsonNode list : whole.path("lists")) {
                    counted += list.path("task_count").asLong();
                }
            }
            if (!page.path("next").isTextual()) {
                return counted;
            }
            page = everywhere.get(page.path("next").asText());
        }
    }
}
