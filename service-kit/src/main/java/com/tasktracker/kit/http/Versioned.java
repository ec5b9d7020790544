package com.tasktracker.kit.http;

/// A view of a resource with a path of its own: its answer carries a strong `ETag`, and a `GET` honours
/// `If-None-Match`.
public interface Versioned {

    /// Grows with each change of the resource itself.
    long version();
}
