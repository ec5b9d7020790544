/// `./tasktracker bench`: what a request costs, how long it takes, and how many there can be.
@NullMarked
package com.tasktracker.bench;

import org.jspecify.annotations.NullMarked;
