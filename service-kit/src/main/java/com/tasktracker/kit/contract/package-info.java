/// The OpenAPI document of a service, made from what its routes declare and its bodies check.
@NullMarked
package com.tasktracker.kit.contract;

import org.jspecify.annotations.NullMarked;
