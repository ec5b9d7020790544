package com.tasktracker.identity.session;

import com.tasktracker.kit.http.CurrentRequest;
import com.tasktracker.kit.text.Text;
import org.jspecify.annotations.Nullable;

/// Where a request came from, as a user is shown it in the list of sessions.
///
/// @param userAgent at most 400 characters, `null` where none was sent
public record Origin(@Nullable String userAgent, String ip) {

    private static final int MAX_USER_AGENT = 400;
    private static final int MAX_IP = 100;

    public static Origin of(CurrentRequest request) {
        String agent = request.header("User-Agent");
        String ip = request.clientAddress();
        return new Origin(
                agent == null || agent.isBlank() || !Text.isClean(agent) ? null : cut(agent.strip(), MAX_USER_AGENT),
                cut(ip, MAX_IP));
    }

    private static String cut(String text, int max) {
        return Text.length(text) <= max ? text : text.substring(0, text.offsetByCodePoints(0, max));
    }
}
