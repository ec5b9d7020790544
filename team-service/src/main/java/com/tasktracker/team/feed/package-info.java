@NullMarked
package com.tasktracker.team.feed;

import org.jspecify.annotations.NullMarked;
