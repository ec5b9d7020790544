package com.tasktracker.task.task;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What tasks are found by: terms of three kinds, told apart by their first letter, in one index. A word is a run of
/// letters, digits and marks of any script, without regard to case.
final class Terms {

    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
    /// Longer words are cut, in tasks and in searches alike.
    private static final int LONGEST = 200;

    /// The team of a live task, and of one in the trash.
    static final String TEAM = "t";

    static final String TRASH = "d";
    private static final String LABEL = "l";
    private static final String WORD = "w";

    private Terms() {}

    /// All terms of a task.
    static String[] of(Task.State task) {
        Set<String> terms = new LinkedHashSet<>();
        terms.add((task.deletedAt() == null ? TEAM : TRASH) + task.teamId());
        task.labels().forEach(label -> terms.add(LABEL + label));
        addWords(terms, task.title());
        String description = task.description();
        if (description != null) {
            addWords(terms, description);
        }
        return terms.toArray(String[]::new);
    }

    private static void addWords(Set<String> terms, String text) {
        Matcher matcher =
                WORDS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String word = matcher.group();
            int length = word.codePointCount(0, word.length());
            terms.add(WORD + word.substring(0, word.offsetByCodePoints(0, Math.min(length, LONGEST))));
        }
    }

    /// Finds, as a `tsquery`, what holds all words of a text; empty where it has none.
    static String query(String text) {
        Set<String> words = new LinkedHashSet<>();
        addWords(words, text);
        return String.join(" & ", words.stream().map(Terms::quoted).toList());
    }

    /// Finds, as a `tsquery`, what has any of the labels.
    static String anyLabel(List<String> labels) {
        return "("
                + String.join(
                        " | ",
                        labels.stream().map(label -> quoted(LABEL + label)).toList()) + ")";
    }

    private static String quoted(String term) {
        return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
