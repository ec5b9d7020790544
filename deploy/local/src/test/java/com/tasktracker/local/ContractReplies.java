package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.kit.testing.RefusalRules;
import com.tasktracker.local.ContractDocument.Operation;
import com.tasktracker.local.Wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;

/// Holds answers against the document, and refusals against what every refusal is. What is not so is collected, so that
/// one run tells all of it.
final class ContractReplies {

    private final ContractDocument document;
    private final RefusalRules refusals = RefusalRules.ofProject();
    private SoftAssertions soft = new SoftAssertions();

    ContractReplies(ContractDocument document) {
        this.document = document;
    }

    /// The types of problems that have a section.
    Set<String> types() {
        return refusals.types();
    }

    /// What else is to be so.
    SoftAssertions soft() {
        return soft;
    }

    /// Fails with all that was not so since the last time.
    void assertAll() {
        SoftAssertions all = soft;
        soft = new SoftAssertions();
        all.assertAll();
    }

    /// A refusal of this kind.
    Reply problem(Operation operation, Reply reply, int status, String type) {
        soft.assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        soft.assertThat(reply.json().path("type").asText()).as(reply.toString()).isEqualTo("/problems/" + type);
        hold(operation, reply);
        return reply;
    }

    /// A 400 that names this fault; any code will do where none is given.
    void named(Operation operation, Reply reply, String field, String code) {
        problem(operation, reply, 400, "validation-failed");
        List<String> found = new ArrayList<>();
        reply.json()
                .path("errors")
                .forEach(fault -> found.add(fault.path("field").asText()
                        + (code.isEmpty() ? "" : " " + fault.path("code").asText())));
        soft.assertThat(found).as(reply.toString()).contains(code.isEmpty() ? field : field + " " + code);
    }

    /// What was answered is what the document says.
    void hold(Operation operation, Reply reply) {
        soft.assertThat(reply.headers().allValues("x-request-id"))
                .as(reply.toString())
                .hasSize(1);
        if (reply.status() >= 400) {
            soft.assertThat(refusals.faults(
                            reply.status(),
                            reply.type(),
                            reply.headers().firstValue("x-request-id").orElse(""),
                            reply.text()))
                    .as(reply.toString())
                    .isEmpty();
            String type = reply.json().path("type").asText().replace("/problems/", "");
            soft.assertThat(SchemaCheck.faults(
                            document, document.whole().at("/components/schemas/Problem"), reply.json()))
                    .as(reply.toString())
                    .isEmpty();
            // Of any path and method, and so not said of each.
            if (!Set.of(404, 405).contains(reply.status())) {
                List<String> documented = new ArrayList<>();
                operation
                        .response(reply.status())
                        .path("x-problem-types")
                        .forEach(name -> documented.add(name.asText()));
                soft.assertThat(documented).as(operation + ": " + reply).contains(type);
            }
            return;
        }
        JsonNode response = operation.response(reply.status());
        soft.assertThat(response.isMissingNode())
                .as(operation + " does not document " + reply)
                .isFalse();
        if (response.isMissingNode()) {
            return;
        }
        JsonNode schema = response.path("content").path("application/json").path("schema");
        if (schema.isMissingNode()) {
            return;
        }
        soft.assertThat(SchemaCheck.faults(document, schema, reply.json()))
                .as(reply.toString())
                .isEmpty();
        if (response.path("headers").has("ETag")) {
            soft.assertThat(reply.headers().firstValue("etag"))
                    .as(reply.toString())
                    .isPresent();
        }
        if (response.path("headers").has("Location")) {
            String location = reply.headers().firstValue("location").orElse("");
            soft.assertThat(location).as(reply.toString()).startsWith("/");
            soft.assertThat(UUID.fromString(location.substring(location.lastIndexOf('/') + 1)))
                    .isNotNull();
        }
    }
}
