package com.tasktracker.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.local.ContractDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The members of bodies that name something else by its id, those within the operations of a bulk included.
final class References {

    /// Where the body of the table will not do, since it has no place for this member: it is put into this one.
    private static final String BODIES = """
            acceptInvitation  | id                        | {}
            declineInvitation | id                        | {}
            changeTasks       | operations[0].id          | {"operations":[{"op":"update","title":"t"}]}
            changeTasks       | operations[0].id          | {"operations":[{"op":"update","status":"done"}]}
            changeTasks       | operations[0].id          | {"operations":[{"op":"delete"}]}
            changeTasks       | operations[0].assigned_to | {"operations":[{"op":"update","id":"NEWTASK"}]}
            changeTasks       | operations[0].assigned_to | {"operations":[{"op":"create","board_id":"BOARD","title":"t"}]}
            """;

    /// What these name is what the request, or the operation, is about: it is looked for as by a path.
    private static final Set<String> LOOKED_FOR =
            Set.of("acceptInvitation.id", "declineInvitation.id", "changeTasks.operations[0].id");

    /// What may be named though it is a stranger's.
    private static final Map<String, String> OPEN_TO_ALL = Map.of("addMember.user_id", "FOREIGNPERSON");

    /// A member of a body that names something.
    ///
    /// @param field as a fault names it
    /// @param body without the member, and with names of [World] for ids
    record Reference(String operation, String field, String body) {

        private String key() {
            return operation + "." + field;
        }

        /// What it is answered with where it leads nowhere.
        int status() {
            return LOOKED_FOR.contains(key()) ? 404 : 422;
        }

        String type() {
            return LOOKED_FOR.contains(key()) ? "not-found" : "invalid-reference";
        }

        /// Whether this, of the stranger's, may be named.
        boolean mayName(String foreign) {
            return foreign.equals(OPEN_TO_ALL.get(key()));
        }

        /// The body with this id in its place.
        String to(String filled, String id) {
            try {
                JsonNode whole = Wire.JSON.readTree(filled);
                JsonNode place = field.startsWith("operations[0].")
                        ? whole.path("operations").get(0)
                        : whole;
                ((ObjectNode) place).put(field.substring(field.lastIndexOf('.') + 1), id);
                return whole.toString();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private References() {}

    /// Each that the schema has.
    ///
    /// @param body of the table
    static List<Reference> of(Operation operation, String body) {
        List<String> fields = new ArrayList<>();
        collect(operation.document(), operation.bodySchema(), "", fields);
        List<Reference> references = new ArrayList<>();
        for (String field : fields) {
            List<Reference> special = BODIES.lines()
                    .map(line -> line.split("\\|", 3))
                    .filter(cells -> cells[0].strip().equals(operation.id())
                            && cells[1].strip().equals(field))
                    .map(cells -> new Reference(operation.id(), field, cells[2].strip()))
                    .toList();
            references.addAll(special.isEmpty() ? List.of(new Reference(operation.id(), field, body)) : special);
        }
        return references;
    }

    /// What tells one answer from another, but for the id that was asked for.
    static String seen(Wire.Reply reply, String id) {
        JsonNode body = reply.json();
        if (body instanceof ObjectNode object) {
            object.remove("request_id");
        }
        return reply.status() + " " + body.toString().replace(id, "…");
    }

    private static void collect(ContractDocument document, JsonNode schema, String prefix, List<String> fields) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String field = prefix + property.getKey();
            JsonNode declared = property.getValue();
            JsonNode inner = document.resolve(
                    declared.has("anyOf") ? declared.path("anyOf").get(0) : declared);
            if (inner.path("format").asText().equals("uuid")) {
                fields.add(field);
            }
            collect(document, inner, field + ".", fields);
            if (inner.has("items")) {
                collect(document, document.resolve(inner.path("items")), field + "[0].", fields);
            }
        }
    }
}
