package com.tasktracker.gateway.hygiene;

/// What a request asks for, after normalisation: the upstream is sent exactly what was matched, so the two cannot
/// disagree.
///
/// RFC 3986, section 6.2.2: percent-encoded unreserved characters are decoded, dot segments resolved, and empty
/// segments dropped. Of an absolute form (RFC 9112, section 3.2.2) only path and query count, for there is one host
/// here.
public sealed interface RequestTarget {

    /// One that may be matched.
    ///
    /// @param path begins with a slash
    /// @param query with its question mark, or empty
    record Valid(String path, String query) implements RequestTarget {
        /// As it stands in a request line.
        public String uri() {
            return query.isEmpty() ? path : path + query;
        }

        /// The first segment with its slash, by which routes are told apart: `/tasks` of `/tasks/1`.
        public String prefix() {
            int end = path.indexOf('/', 1);
            return end < 0 ? path : path.substring(0, end);
        }
    }

    /// Why there is no valid one.
    enum Refused implements RequestTarget {
        /// It is no request target at all.
        MALFORMED,
        /// It is one, but holds what no route here can: an encoded slash, backslash or control character, a path
        /// parameter.
        NO_ROUTE
    }

    static RequestTarget parse(String uri) {
        int start = uri.startsWith("/") ? 0 : pathOfAbsoluteForm(uri);
        if (start < 0) {
            return Refused.MALFORMED;
        }
        int question = uri.indexOf('?', start);
        int end = question < 0 ? uri.length() : question;
        if (question >= 0 && !isQuery(uri, question + 1)) {
            return Refused.MALFORMED;
        }
        String query = question < 0 ? "" : uri.substring(question);
        if (isNormal(uri, start, end)) {
            return new Valid(uri.substring(start, end), query);
        }
        return new PathNormaliser(uri, start, end).normalised(query);
    }

    private static int pathOfAbsoluteForm(String uri) {
        if (!uri.regionMatches(true, 0, "http://", 0, 7) && !uri.regionMatches(true, 0, "https://", 0, 8)) {
            return -1;
        }
        int host = uri.indexOf("://") + 3;
        int path = uri.indexOf('/', host);
        return path > host && Framing.isHost(uri.substring(host, path)) ? path : -1;
    }

    /// Whether nothing is to be done, as for nearly all requests.
    private static boolean isNormal(String uri, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = uri.charAt(i);
            boolean dotsOrEmpty = i + 1 < end && (uri.charAt(i + 1) == '/' || uri.charAt(i + 1) == '.');
            if (c == '/' ? dotsOrEmpty : !Letters.PLAIN.contains(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isQuery(String uri, int start) {
        for (int i = start; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#' || (c == '%' && PathNormaliser.decoded(uri, i, uri.length()) < 0)) {
                return false;
            }
        }
        return true;
    }
}
