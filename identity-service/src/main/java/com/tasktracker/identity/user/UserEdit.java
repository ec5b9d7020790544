package com.tasktracker.identity.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.JsonObject;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Matches;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import org.jspecify.annotations.Nullable;

/// @param displayName the username again where it is cleared
/// @param preferences merged as RFC 7396 has it, like all of it
/// @param currentPassword goes with `email`
@ReadOnly({"username", "email_verified", "pending_email", "teams"})
record UserEdit(
        @Line(max = 80) Change<String> displayName,
        Change<ProfileEdit> profile,
        @JsonObject Change<ObjectNode> preferences,

        @Required @Line(max = EmailAddress.MAX_LENGTH) @Matches(value = EmailAddress.PATTERN, says = EmailAddress.SAYS)
        Change<String> email,

        @Nullable @Prose(max = 1_000) String currentPassword)
        implements Body {

    /// The password must come with an e-mail, and with nothing else.
    void check(Faults faults) {
        if (email.isPresent() && currentPassword == null) {
            faults.add("current_password", Code.REQUIRED, "is required to change the e-mail");
        }
        if (!email.isPresent() && currentPassword != null) {
            faults.add("current_password", Code.NOT_ALLOWED, "goes with an e-mail alone");
        }
        faults.throwIfAny();
    }

    ProfileView profileOver(ProfileView current) {
        if (!profile.isPresent()) {
            return current;
        }
        @Nullable ProfileEdit edit = profile.value();
        return edit == null ? new ProfileView(null, null, null, null) : edit.over(current);
    }
}
