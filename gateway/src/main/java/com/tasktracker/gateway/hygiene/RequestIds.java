package com.tasktracker.gateway.hygiene;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The id and the trace of a request. They name, they do not protect: a fast generator is enough.
public final class RequestIds {
    private static final int MAX_LENGTH = 64;
    private static final int TRACEPARENT_LENGTH = 55;
    private static final HexFormat HEX = HexFormat.of();

    private RequestIds() {}

    /// The id that the client sent, if it is 1 to 64 of `A-Z a-z 0-9 . _ -`, else a new one.
    public static String takenOrMade(@Nullable String sent) {
        return sent != null && isId(sent) ? sent : hex(2);
    }

    private static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= MAX_LENGTH && Letters.OF_IDS.containsAllOf(text);
    }

    /// Whether this is a `traceparent` as W3C Trace Context, level 1, section 3.2 has it.
    public static boolean isTraceparent(String text) {
        int length = text.length();
        if (length < TRACEPARENT_LENGTH
                || text.charAt(2) != '-'
                || text.charAt(35) != '-'
                || text.charAt(52) != '-'
                || !isHex(text, 0, 2)
                || !isHex(text, 3, 35)
                || !isHex(text, 36, 52)
                || !isHex(text, 53, 55)) {
            return false;
        }
        if (allAre(text, 'f', 0, 2) || allAre(text, '0', 3, 35) || allAre(text, '0', 36, 52)) {
            return false;
        }
        return length == TRACEPARENT_LENGTH || (!text.startsWith("00") && text.charAt(TRACEPARENT_LENGTH) == '-');
    }

    /// A trace that begins here.
    public static String newTraceparent() {
        return "00-" + hex(2) + '-' + hex(1) + "-01";
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean allAre(String text, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != wanted) {
                return false;
            }
        }
        return true;
    }

    /// So many times 16 hexadecimal digits; none of the groups is zero.
    private static String hex(int groups) {
        StringBuilder text = new StringBuilder(groups * 16);
        for (int i = 0; i < groups; i++) {
            text.append(HEX.toHexDigits(ThreadLocalRandom.current().nextLong() | 1));
        }
        return text.toString();
    }
}
