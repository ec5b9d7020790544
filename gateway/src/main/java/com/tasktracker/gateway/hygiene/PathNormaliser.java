package com.tasktracker.gateway.hygiene;

import com.tasktracker.gateway.hygiene.RequestTarget.Refused;
import com.tasktracker.gateway.hygiene.RequestTarget.Valid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/// The slow way to a normal path, for those that are not normal already.
final class PathNormaliser {
    private static final String ALSO_ALLOWED = "!$&'()*+,=:@";

    private final String uri;
    private final int start;
    private final int end;
    private final Deque<String> segments = new ArrayDeque<>();
    private final StringBuilder segment = new StringBuilder();

    PathNormaliser(String uri, int start, int end) {
        this.uri = uri;
        this.start = start;
        this.end = end;
    }

    RequestTarget normalised(String query) {
        for (int i = start; i < end; i++) {
            char c = uri.charAt(i);
            if (c == '/') {
                endSegment();
            } else if (c == '%') {
                int decoded = decoded(uri, i, end);
                if (decoded < 0) {
                    return Refused.MALFORMED;
                }
                if (decoded < ' ' || decoded == 0x7f || decoded == '/' || decoded == '\\' || decoded == ';') {
                    return Refused.NO_ROUTE;
                }
                appendDecoded((char) decoded, i);
                i += 2;
            } else if (c == ';') {
                return Refused.NO_ROUTE;
            } else if (Letters.UNRESERVED.contains(c) || ALSO_ALLOWED.indexOf(c) >= 0) {
                segment.append(c);
            } else {
                return Refused.MALFORMED;
            }
        }
        return new Valid(path(), query);
    }

    private void appendDecoded(char decoded, int at) {
        if (Letters.UNRESERVED.contains(decoded)) {
            segment.append(decoded);
        } else {
            segment.append(uri.substring(at, at + 3).toUpperCase(Locale.ROOT));
        }
    }

    private void endSegment() {
        if (segment.toString().equals("..")) {
            segments.pollLast();
        } else if (!segment.isEmpty() && !segment.toString().equals(".")) {
            segments.addLast(segment.toString());
        }
        segment.setLength(0);
    }

    private String path() {
        boolean folder = segment.isEmpty()
                || segment.toString().equals(".")
                || segment.toString().equals("..");
        endSegment();
        if (segments.isEmpty()) {
            return "/";
        }
        return "/" + String.join("/", segments) + (folder ? "/" : "");
    }

    /// The character that a percent sign at this place stands for, or -1 if it stands for none.
    static int decoded(String text, int at, int end) {
        if (at + 2 >= end) {
            return -1;
        }
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || low < 0 || text.charAt(at + 1) >= 0x7f || text.charAt(at + 2) >= 0x7f ? -1 : high * 16 + low;
    }
}
