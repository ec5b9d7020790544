package com.tasktracker.task.position;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Room for one more thing where places have become long: those nearest to it are spread evenly between the next ones
/// beyond, which stay where they are. However long the order is, no more than twice [#REACH] things get another place.
///
/// Whoever puts thing after thing into the same gap, and nothing anywhere else, comes to places of about the root of
/// 2·n bits: n = 10,000 makes 40 digits.
///
/// @param own of the new thing
/// @param left the new places of those before it, in their order; empty where they stay
/// @param right the new places of those behind it, in their order; empty where they stay
public record Room(Position own, List<Position> left, List<Position> right) {

    /// How many things on each side may get another place.
    public static final int REACH = 30;

    /// Digits that must be won, so that not every new thing moves others.
    private static final int WORTHWHILE = 5;

    private static final BigInteger BASE = BigInteger.valueOf(Position.BASE);

    /// Between two that are spread there is room for a digit more.
    private static final BigInteger BREADTH = BASE;

    /// Finds a place in a gap, and other places for those around it where that is worth it.
    ///
    /// @param low the place beyond those on the left, `null` for the beginning
    /// @param left at most [#REACH] places just before the gap, in their order
    /// @param right at most [#REACH] places just behind it, in their order
    /// @param high the place beyond those on the right
    public static Room within(@Nullable Position low, List<Position> left, List<Position> right, Position high) {
        @Nullable Position before = left.isEmpty() ? low : left.getLast();
        Position own = Position.between(before, right.isEmpty() ? high : right.getFirst());
        if (!own.isLong() || (left.isEmpty() && right.isEmpty())) {
            return new Room(own, List.of(), List.of());
        }
        Set<Position> taken = new HashSet<>(left);
        taken.addAll(right);
        List<Position> spread = spread(low, high, left.size() + 1 + right.size(), taken);
        int longest =
                spread.stream().mapToInt(place -> place.text().length()).max().orElse(0);
        if (longest + WORTHWHILE > own.text().length()) {
            return new Room(own, List.of(), List.of());
        }
        return new Room(
                spread.get(left.size()),
                spread.subList(0, left.size()),
                spread.subList(left.size() + 1, spread.size()));
    }

    /// That many places between two, as short as leaves room between them. None of them is one that is taken: rows are
    /// changed one after the other, and no two may share a place even for a moment.
    private static List<Position> spread(@Nullable Position low, Position high, int count, Set<Position> taken) {
        Position from = low == null ? Position.whole(Math.max(0, high.whole() - 36L * (count + 1))) : low;
        for (int digits = 0; ; digits++) {
            BigInteger first = from.scaled(digits);
            BigInteger last = high.scaled(digits);
            BigInteger range = last.subtract(first);
            if (range.compareTo(BREADTH.multiply(BigInteger.valueOf(count + 1L))) >= 0) {
                for (int parts = count + 1; parts < 2 * count + 2; parts++) {
                    List<Position> places = places(first, range, count, parts, digits);
                    if (places.stream().noneMatch(taken::contains)) {
                        return places;
                    }
                }
            }
        }
    }

    private static List<Position> places(BigInteger first, BigInteger range, int count, int parts, int digits) {
        List<Position> places = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            BigInteger offset = range.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(parts));
            places.add(Position.ofScaled(first.add(offset), digits));
        }
        return places;
    }
}
