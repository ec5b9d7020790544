package com.tasktracker.identity.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is to be done about the signing keys at one moment.
///
/// @param nextActiveFrom when a key that is to be made now begins to sign; `null` where none is to be made
/// @param spent the keys whose last token has expired
record KeyPlan(@Nullable Instant nextActiveFrom, List<String> spent) {

    /// One key's times.
    ///
    /// @param isUsable whether its private half can be decrypted
    record Term(String kid, Instant activeFrom, boolean isUsable) {}

    /// @param tokenLifetime how long a key must stay after it last signed, leeway included
    static KeyPlan of(List<Term> terms, Instant now, Duration rotation, Duration lead, Duration tokenLifetime) {
        List<Term> usable = terms.stream().filter(Term::isUsable).toList();
        Optional<Term> signing = signing(usable, now);
        boolean hasNext = usable.stream().anyMatch(term -> term.activeFrom().isAfter(now));
        @Nullable Instant next = null;
        if (signing.isEmpty()) {
            next = now;
        } else if (!hasNext) {
            Instant due = signing.get().activeFrom().plus(rotation);
            Instant earliest = now.plus(lead);
            next = due.isAfter(earliest) ? null : earliest;
        }
        return new KeyPlan(next, spent(terms, signing, now.minus(tokenLifetime)));
    }

    /// The key that signs at that moment: of those that may, the one that came last.
    private static Optional<Term> signing(List<Term> usable, Instant now) {
        return usable.stream()
                .filter(term -> !term.activeFrom().isAfter(now))
                .max(Comparator.comparing(Term::activeFrom).thenComparing(Term::kid));
    }

    private static List<String> spent(List<Term> terms, Optional<Term> signing, Instant lastExpired) {
        if (signing.isEmpty() || signing.get().activeFrom().isAfter(lastExpired)) {
            return List.of();
        }
        Instant since = signing.get().activeFrom();
        return terms.stream()
                .filter(term -> term.activeFrom().isBefore(since))
                .map(Term::kid)
                .toList();
    }
}
