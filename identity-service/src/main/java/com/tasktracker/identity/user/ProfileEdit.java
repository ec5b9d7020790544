package com.tasktracker.identity.user;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.Checked;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Prose;

record ProfileEdit(
        @Prose(max = 2_000) Change<String> bio,
        @Prose(max = 2_000) @Checked(HttpsUrl.class) Change<String> avatarUrl,
        @Line(max = 100) @Checked(TimeZoneName.class) Change<String> timezone,
        @Line(max = 100) @Checked(LanguageTag.class) Change<String> locale)
        implements Body {

    ProfileView over(ProfileView current) {
        return new ProfileView(
                bio.over(current.bio()),
                avatarUrl.over(current.avatarUrl()),
                timezone.over(current.timezone()),
                locale.over(current.locale()));
    }
}
