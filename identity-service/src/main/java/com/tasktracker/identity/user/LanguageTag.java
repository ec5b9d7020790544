package com.tasktracker.identity.user;

import com.tasktracker.kit.body.Check;
import com.tasktracker.kit.problem.Fault.Code;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;

/// A well-formed language tag (BCP 47, RFC 5646) that names a language.
@RegisterForReflection
public final class LanguageTag implements Check {

    @Override
    public Optional<Finding> judge(String text) {
        return isOne(text)
                ? Optional.empty()
                : Optional.of(new Finding(Code.MALFORMED, "must be a language tag such as en or pt-BR"));
    }

    private static boolean isOne(String text) {
        try {
            return !new Locale.Builder()
                    .setLanguageTag(text)
                    .build()
                    .getLanguage()
                    .isEmpty();
        } catch (IllformedLocaleException _) {
            return false;
        }
    }
}
