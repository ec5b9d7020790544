package com.tasktracker.kit.http;

import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `If-Match` of a request (RFC 9110, section 13.1.1): the versions that it names, or any, or none demanded.
///
/// A strong tag of ours is `"<version>-<digest>"`; the version alone is compared, since the digest also covers what is
/// shown along and does not belong to the resource. A weak tag never matches.
public final class IfMatch {

    private static final Pattern TAG = Pattern.compile("\\s*((W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\")\\s*(,|$)");

    private final boolean isDemanded;
    private final boolean matchesAny;
    private final List<String> versions;

    private IfMatch(boolean isDemanded, boolean matchesAny, List<String> versions) {
        this.isDemanded = isDemanded;
        this.matchesAny = matchesAny;
        this.versions = versions;
    }

    static IfMatch parse(List<String> headers) {
        if (headers.isEmpty()) {
            return new IfMatch(false, true, List.of());
        }
        String header = String.join(",", headers).strip();
        if (header.isEmpty()) {
            throw malformed("If-Match");
        }
        if (header.equals("*")) {
            return new IfMatch(true, true, List.of());
        }
        List<String> versions = new ArrayList<>();
        for (String tag : tags("If-Match", header)) {
            if (!tag.startsWith("W/")) {
                String opaque = tag.substring(1, tag.length() - 1);
                int dash = opaque.indexOf('-');
                versions.add(dash < 0 ? opaque : opaque.substring(0, dash));
            }
        }
        return new IfMatch(true, false, versions);
    }

    private static Problem malformed(String field) {
        return Problem.invalid(List.of(
                new Fault(field, Fault.Code.MALFORMED, "must be * or a list of entity tags such as \"3-1f6a\"")));
    }

    /// The entity tags of a list, as they stand; a malformed list is a 400.
    static List<String> tags(String field, String header) {
        List<String> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(header);
        int end = 0;
        while (end < header.length()) {
            matcher.region(end, header.length());
            if (!matcher.lookingAt()) {
                throw malformed(field);
            }
            tags.add(matcher.group(1));
            end = matcher.end();
        }
        return tags;
    }

    public boolean matches(long version) {
        return matchesAny || versions.contains(Long.toString(version));
    }

    /// Refuses as 412 where the version is not one of those named.
    ///
    /// @param current the resource as it is now, whose `ETag` the answer carries
    /// @param conflicts the members sent whose current value differs, with that value
    public void require(Versioned current, ETags tags, Map<String, ? extends @Nullable Object> conflicts) {
        if (isDemanded && !matches(current.version())) {
            Problem problem = Problem.of(
                            412,
                            "precondition-failed",
                            "The resource has changed",
                            "If-Match does not name the current version.")
                    .header("ETag", tags.of(current));
            throw conflicts.isEmpty() ? problem : problem.with("conflicts", conflicts);
        }
    }
}
