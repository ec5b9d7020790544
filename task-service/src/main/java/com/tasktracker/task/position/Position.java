package com.tasktracker.task.position;

import java.math.BigInteger;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// A place in an order: text that sorts, by code point, as the things stand. Between any two places there is another.
///
/// It is a whole part of ten digits to the base 36 and, where two whole parts leave no room, a fraction that does not
/// end in `0`. The whole parts reach from 0 to 36^10 - 1, so that 10^12 things can be put before and 3·10^15 behind
/// those that are there.
///
/// After fractional indexing as David Greenspan describes it
/// (https://observablehq.com/@dgreensp/implementing-fractional-indexing).
public record Position(String text) implements Comparable<Position> {

    static final int BASE = 36;
    private static final int WHOLE_DIGITS = 10;

    /// Digits of places that are long enough to be worth shortening: some seventy halvings of one gap.
    private static final int LONG = 24;

    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

    public Position {
        if (text.length() < WHOLE_DIGITS || text.chars().anyMatch(c -> DIGITS.indexOf(c) < 0)) {
            throw new IllegalArgumentException("a position has at least " + WHOLE_DIGITS + " digits: " + text);
        }
        if (text.length() > WHOLE_DIGITS && text.endsWith("0")) {
            throw new IllegalArgumentException("a position's fraction has no trailing zero: " + text);
        }
    }

    /// The place with this whole part and no fraction.
    public static Position whole(long number) {
        String digits = Long.toString(number, BASE);
        if (number < 0 || digits.length() > WHOLE_DIGITS) {
            throw new IllegalArgumentException("no whole part of a position: " + number);
        }
        return new Position("0".repeat(WHOLE_DIGITS - digits.length()) + digits);
    }

    /// [#whole] as an SQL expression.
    ///
    /// @param number an expression of the type `bigint`, of what is a whole part
    public static String sqlOfWhole(String number) {
        StringJoiner digits = new StringJoiner(" || ");
        for (int i = WHOLE_DIGITS - 1; i >= 0; i--) {
            digits.add("substr('%s', CAST(%s / %d %% %d AS integer) + 1, 1)"
                    .formatted(DIGITS, number, BigInteger.valueOf(BASE).pow(i), BASE));
        }
        return digits.toString();
    }

    /// A place between two.
    ///
    /// @param before `null` for the beginning
    public static Position between(@Nullable Position before, Position after) {
        if (before == null) {
            return whole(after.whole() - (after.fraction().isEmpty() ? 1 : 0));
        }
        if (before.compareTo(after) >= 0) {
            throw new IllegalArgumentException("no place between " + before.text + " and " + after.text);
        }
        long whole = before.whole() + (after.whole() - before.whole()) / 2;
        if (whole > before.whole()) {
            return whole(whole);
        }
        if (after.whole() > before.whole()) {
            return after.fraction().isEmpty()
                    ? new Position(before.wholeText() + middle(before.fraction(), null))
                    : whole(after.whole());
        }
        return new Position(before.wholeText() + middle(before.fraction(), after.fraction()));
    }

    public long whole() {
        return Long.parseLong(wholeText(), BASE);
    }

    /// Whether it has become long by many things having been put into one gap. Nothing breaks where it grows further.
    public boolean isLong() {
        return text.length() > LONG;
    }

    /// It times 36 to the power of `digits`, without what is left of its fraction.
    BigInteger scaled(int digits) {
        String fraction = fraction();
        String kept = fraction.length() > digits
                ? fraction.substring(0, digits)
                : fraction + "0".repeat(digits - fraction.length());
        return new BigInteger(wholeText() + kept, BASE);
    }

    /// The place that is [#scaled] to this.
    static Position ofScaled(BigInteger number, int digits) {
        String text = number.toString(BASE);
        int length = WHOLE_DIGITS + digits;
        String padded = "0".repeat(length - text.length()) + text;
        int end = length;
        while (end > WHOLE_DIGITS && padded.charAt(end - 1) == '0') {
            end--;
        }
        return new Position(padded.substring(0, end));
    }

    private String wholeText() {
        return text.substring(0, WHOLE_DIGITS);
    }

    private String fraction() {
        return text.substring(WHOLE_DIGITS);
    }

    /// A fraction between two, as short as can be.
    ///
    /// @param high `null` for one
    private static String middle(String low, @Nullable String high) {
        if (high != null) {
            int same = 0;
            while (same < high.length() && digit(low, same) == digit(high, same)) {
                same++;
            }
            if (same > 0) {
                return high.substring(0, same)
                        + middle(low.length() > same ? low.substring(same) : "", high.substring(same));
            }
        }
        int from = digit(low, 0);
        int to = high == null ? BASE : digit(high, 0);
        if (to - from > 1) {
            return String.valueOf(DIGITS.charAt((from + to) / 2));
        }
        if (high != null && high.length() > 1) {
            return high.substring(0, 1);
        }
        return DIGITS.charAt(from) + middle(low.isEmpty() ? "" : low.substring(1), null);
    }

    private static int digit(String fraction, int index) {
        return index < fraction.length() ? DIGITS.indexOf(fraction.charAt(index)) : 0;
    }

    @Override
    public int compareTo(Position other) {
        return text.compareTo(other.text);
    }
}
