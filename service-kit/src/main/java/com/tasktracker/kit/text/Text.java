package com.tasktracker.kit.text;

import java.text.Normalizer;

/// The rules that the API contract has for text. Limits count code points.
public final class Text {

    private Text() {}

    /// Says whether the text holds what is refused everywhere: NUL and other control characters but tab, LF and CR, and
    /// surrogates without their other half.
    public static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c <= 0x9F)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /// A name or title as it is kept: in NFC, runs of white space (line breaks too) as one space, ends trimmed.
    ///
    /// What cannot have at most `max` code points is folded and not normalised, since normalising takes time with
    /// the square of the length: NFC makes at most four code points one.
    public static String line(String text, int max) {
        String folded = fold(text);
        return folded.codePointCount(0, folded.length()) > 4L * max
                ? folded
                : Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static String fold(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                gap = !line.isEmpty();
            } else {
                if (gap) {
                    line.append(' ');
                    gap = false;
                }
                line.append(c);
            }
        }
        return line.toString();
    }

    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
