@NullMarked
package com.tasktracker.kit.contract;

import org.jspecify.annotations.NullMarked;
