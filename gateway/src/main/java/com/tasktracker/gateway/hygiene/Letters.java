package com.tasktracker.gateway.hygiene;

/// A fixed set of ASCII characters, looked up in one step: every character of every path is.
final class Letters {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// Those of a request id.
    static final Letters OF_IDS = new Letters(LETTERS + "._-");
    /// RFC 3986, section 2.3.
    static final Letters UNRESERVED = new Letters(LETTERS + "-._~");
    /// Those of a path that no normalisation can change, but for dots and slashes.
    static final Letters PLAIN = new Letters(LETTERS + "-_");

    private final boolean[] members = new boolean[128];

    Letters(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            members[letters.charAt(i)] = true;
        }
    }

    boolean contains(char letter) {
        return letter < members.length && members[letter];
    }

    boolean containsAllOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!contains(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
