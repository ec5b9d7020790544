package com.tasktracker.identity.user;

import org.jspecify.annotations.Nullable;

/// @param avatarUrl https
/// @param timezone of the IANA database
/// @param locale a BCP 47 language tag
record ProfileView(
        @Nullable String bio,
        @Nullable String avatarUrl,
        @Nullable String timezone,
        @Nullable String locale) {}
