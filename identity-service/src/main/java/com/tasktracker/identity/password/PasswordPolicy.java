package com.tasktracker.identity.password;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which passwords are too easy to guess (NIST SP 800-63B-4, section 3.1.1.2): common ones, and such as are built from
/// what anybody knows of their owner. There are no rules about kinds of characters.
///
/// The estimate is [zxcvbn](https://github.com/nulab/zxcvbn4j)'s, with its lists of common passwords, names and words
/// (MIT licence), offline.
final class PasswordPolicy {

    /// Guesses as a power of ten. Who can try a thousand times a second offline needs months for the weakest.
    private static final double LEAST_GUESSES_LOG10 = 8;

    /// What is left of a password without its owner's names must be something.
    private static final int LEAST_BESIDE_NAMES = 8;

    private static final int SHORTEST_NAME = 3;

    /// The estimate's cost grows faster than the length; what is longer is looked at by its beginning and its end.
    private static final int LONGEST_ESTIMATED = 50;

    private static final List<String> OWN_NAMES = List.of("tasktracker", "task tracker");
    private static final Zxcvbn ESTIMATE = new Zxcvbn();

    private PasswordPolicy() {}

    /// Why a password is refused, as a sentence without its subject; empty where it is good.
    ///
    /// @param names the owner's username and e-mail
    static Optional<String> objection(String password, List<String> names) {
        List<String> parts = parts(names);
        if (beside(parts, password).codePointCount(0, beside(parts, password).length()) < LEAST_BESIDE_NAMES) {
            return Optional.of("must not be built from the username or the e-mail");
        }
        List<String> known = new ArrayList<>(parts);
        known.addAll(OWN_NAMES);
        return guessesLog10(password, known) < LEAST_GUESSES_LOG10
                ? Optional.of("is too easy to guess: it is common, or made of what is common, repeated or in a row")
                : Optional.empty();
    }

    private static List<String> parts(List<String> names) {
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            parts.add(lower);
            for (String part : lower.split("[^\\p{L}\\p{N}]+", -1)) {
                if (part.length() >= SHORTEST_NAME) {
                    parts.add(part);
                }
            }
        }
        parts.sort((a, b) -> Integer.compare(b.length(), a.length()));
        return parts;
    }

    private static String beside(List<String> names, String password) {
        String rest = password.toLowerCase(Locale.ROOT);
        for (String name : names) {
            rest = rest.replace(name, "");
        }
        return rest;
    }

    private static double guessesLog10(String password, List<String> known) {
        if (password.length() <= LONGEST_ESTIMATED) {
            return estimate(password, known);
        }
        return Math.max(
                estimate(password.substring(0, LONGEST_ESTIMATED), known),
                estimate(password.substring(password.length() - LONGEST_ESTIMATED), known));
    }

    private static double estimate(String password, List<String> known) {
        Strength strength = ESTIMATE.measure(password, known);
        double guesses = strength.getGuessesLog10();
        strength.wipe();
        return guesses;
    }
}
