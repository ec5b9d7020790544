package com.tasktracker.kit.page;

/// One way in which a list can be ordered; ties are broken by the id in the same direction, nulls come last both ways.
///
/// @param name what `ordering` calls it
/// @param expression the column or expression in SQL; never anything that a client sent
/// @param type the SQL type of the expression, to which a cursor's text is cast back
/// @param isNullable whether the expression may be null
public record SortKey(String name, String expression, String type, boolean isNullable) {

    public static SortKey of(String name, String expression, String type) {
        return new SortKey(name, expression, type, false);
    }

    public static SortKey nullable(String name, String expression, String type) {
        return new SortKey(name, expression, type, true);
    }
}
