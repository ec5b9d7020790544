package com.tasktracker.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

/// One rendered document.
record Manifest(JsonNode document) {

    String kind() {
        return document.path("kind").asText();
    }

    String apiVersion() {
        return document.path("apiVersion").asText();
    }

    String name() {
        return at("/metadata/name").asText();
    }

    JsonNode at(String pointer) {
        return document.at(pointer);
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
