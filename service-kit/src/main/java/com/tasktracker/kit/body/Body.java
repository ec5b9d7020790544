package com.tasktracker.kit.body;

/// Marks a record that is read from a request body. Its components are the members that may be sent, in snake_case;
/// their annotations ([Required], [Line], [Prose], [Matches], [Checked], [Range], [Items], [JsonObject], [Due]) are
/// their rules, from which both the check and the OpenAPI schema are made. Nothing is ignored in silence: every fault
/// of a body is named in one answer.
///
/// A component may be a `String`, `Integer`, `Long`, `Boolean`, `UUID`, `Instant`, an enum, an `ObjectNode`, another
/// `Body`, a `List` of these, or, in a body of a PATCH, a [Change] of one. Optional components of a POST are `null`
/// where they were absent or null.
public interface Body {}
