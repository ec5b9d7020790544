package com.tasktracker.kit.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Comparisons of media types as RFC 9110 has them, section 12.5.1 for `Accept`.
final class MediaTypes {

    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    private MediaTypes() {}

    /// The type and subtype without parameters, in lower case; empty where there is none.
    static String base(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /// JSON has one encoding, so that a charset may be named only where it names that.
    static boolean hasForeignCharset(String contentType) {
        String parameters = contentType.toLowerCase(Locale.ROOT).replace("\"", "");
        int at = parameters.indexOf("charset=");
        return at >= 0 && !parameters.startsWith("utf-8", at + "charset=".length());
    }

    static boolean accepts(@Nullable String accept, List<String> offered) {
        if (accept == null || accept.isBlank()) {
            return true;
        }
        for (String range : accept.split(",", -1)) {
            if (!isRefusal(range) && offered.stream().anyMatch(type -> covers(base(range), type))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefusal(String range) {
        return range.replace(" ", "").matches("(?i).*;q=0(\\.0{0,3})?(;.*)?");
    }

    private static boolean covers(String range, String type) {
        return range.equals("*/*")
                || range.equals(type)
                || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)));
    }
}
