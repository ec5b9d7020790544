package com.tasktracker.task.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class PositionTest {

    private static final long FIRST = 1_000_000_000_000L;

    /// Things in an order, kept twice: as a plain list, and by places alone as the database keeps them.
    private static final class Line {

        private final List<Integer> plain = new ArrayList<>();
        private final Map<Integer, Position> places = new HashMap<>();
        private long tail = FIRST;
        private int mostMoved;
        private int allMoved;

        void append(int thing) {
            plain.removeIf(other -> other == thing);
            plain.add(thing);
            places.put(thing, Position.whole(++tail));
        }

        /// As the service does it: among the others the nearest on both sides, and one more beyond.
        void put(int thing, int neighbour, boolean isBefore) {
            plain.removeIf(other -> other == thing);
            places.remove(thing);
            int gap = plain.indexOf(neighbour) + (isBefore ? 0 : 1);
            Position end = Position.whole(++tail);
            if (gap == plain.size()) {
                places.put(thing, end);
            } else {
                spread(thing, gap, end);
            }
            plain.add(gap, thing);
        }

        private void spread(int thing, int gap, Position end) {
            int from = Math.max(0, gap - Room.REACH);
            int to = Math.min(plain.size(), gap + Room.REACH);
            List<Integer> left = plain.subList(from, gap);
            List<Integer> right = plain.subList(gap, to);
            Room room = Room.within(
                    from == 0 ? null : place(plain.get(from - 1)),
                    left.stream().map(this::place).toList(),
                    right.stream().map(this::place).toList(),
                    to == plain.size() ? end : place(plain.get(to)));
            int moved = room.left().size() + room.right().size();
            mostMoved = Math.max(mostMoved, moved);
            allMoved += moved;
            if (moved > 0) {
                assertThat(room.left()).hasSameSizeAs(left);
                assertThat(room.right()).hasSameSizeAs(right);
                assertThat(new HashSet<>(places.values())).doesNotContainAnyElementsOf(room.left());
                assertThat(new HashSet<>(places.values())).doesNotContainAnyElementsOf(room.right());
                set(left, room.left());
                set(right, room.right());
            }
            places.put(thing, room.own());
        }

        private Position place(int thing) {
            return Objects.requireNonNull(places.get(thing));
        }

        private void set(List<Integer> things, List<Position> next) {
            for (int i = 0; i < things.size(); i++) {
                places.put(things.get(i), next.get(i));
            }
        }

        List<Integer> inPlaces() {
            return places.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        int longest() {
            return places.values().stream()
                    .mapToInt(place -> place.text().length())
                    .max()
                    .orElse(0);
        }

        void check() {
            assertThat(inPlaces()).isEqualTo(plain);
            assertThat(Set.copyOf(places.values())).hasSameSizeAs(places.values());
            assertThat(mostMoved).isLessThanOrEqualTo(2 * Room.REACH);
        }
    }

    private static Line line(int things) {
        Line line = new Line();
        for (int i = 0; i < things; i++) {
            line.append(i);
        }
        return line;
    }

    /// @param kind 0 for the end, to 4 before the neighbour, else behind it
    record Move(int thing, int neighbour, int kind) {}

    @Provide
    Arbitrary<List<Move>> moves() {
        // Mostly around the same few, so that one stretch becomes crowded.
        Arbitrary<Integer> thing = Arbitraries.integers().between(0, 99);
        Arbitrary<Integer> neighbour =
                Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.integers().between(40, 42)), Tuple.of(1, thing));
        return Combinators.combine(thing, neighbour, Arbitraries.integers().between(0, 9))
                .as(Move::new)
                .list()
                .ofMinSize(500)
                .ofMaxSize(1500);
    }

    @Property(tries = 20)
    void longSequencesOfMovesEndAsInAPlainList(@ForAll("moves") List<Move> moves) {
        Line line = line(100);
        for (Move move : moves) {
            if (move.kind() == 0 || move.thing() == move.neighbour()) {
                line.append(move.thing());
            } else {
                line.put(move.thing(), move.neighbour(), move.kind() < 5);
            }
        }
        line.check();
    }

    @Property(tries = 2)
    void puttingAllIntoOneGapMovesFewAndKeepsPlacesShort(@ForAll boolean isBefore) {
        Line line = line(100);
        for (int i = 0; i < 5000; i++) {
            line.put(1000 + i, 50, isBefore);
            if (i % 500 == 0) {
                line.check();
            }
        }
        line.check();
        assertThat(line.longest()).isLessThan(45);
        assertThat(line.allMoved).as("moved along, of 5000").isLessThan(5000 * 5);
    }

    @Property(tries = 2)
    void changingPlacesAgainAndAgainDoesNotMakeThemLong(@ForAll boolean isBefore) {
        Line line = line(3);
        for (int i = 0; i < 2000; i++) {
            line.put(i % 2 + 1, 0, isBefore);
        }
        line.check();
        assertThat(line.longest()).isLessThan(30);
    }

    @Property
    void betweenTwoPlacesThereIsAlwaysAnother(@ForAll("places") Position one, @ForAll("places") Position other) {
        if (one.compareTo(other) < 0) {
            Position between = Position.between(one, other);
            assertThat(one).isLessThan(between);
            assertThat(between).isLessThan(other);
        }
        assertThat(Position.between(null, one)).isLessThan(one);
    }

    @Provide
    Arbitrary<Position> places() {
        return Combinators.combine(
                        Arbitraries.longs().between(FIRST, FIRST + 3),
                        Arbitraries.strings()
                                .withChars("01iyz")
                                .ofMaxLength(12)
                                .map(text -> text.replaceAll("0+$", "")))
                .as((whole, fraction) -> new Position(Position.whole(whole).text() + fraction));
    }

    @Example
    void whatIsNoPlaceIsRefused() {
        assertThatThrownBy(() -> new Position("abc")).hasMessageContaining("at least 10 digits");
        assertThatThrownBy(() -> new Position("000000000A")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Position("00000000010")).hasMessageContaining("trailing zero");
        assertThatThrownBy(() -> Position.whole(-1)).isInstanceOf(IllegalArgumentException.class);
        Position place = Position.whole(7);
        assertThatThrownBy(() -> Position.between(place, place)).hasMessageContaining("no place between");
    }
}
