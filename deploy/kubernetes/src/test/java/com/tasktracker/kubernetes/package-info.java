/// The manifests, seen as `kubectl kustomize` renders them.
@NullMarked
package com.tasktracker.kubernetes;

import org.jspecify.annotations.NullMarked;
