package com.tasktracker.local;

import com.tasktracker.local.settings.LaunchFailure;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one suite of the real services, started with the first of them and ended after the last of all classes.
/// Use it with `@ExtendWith(SharedSuite.class)` and a parameter of type [Suite]; leave it as it was found.
class SharedSuite implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Suite.class;
    }

    @Override
    public Suite resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(getClass()))
                .computeIfAbsent(Suite.class, key -> started(), Suite.class);
    }

    /// The suite before its start.
    Suite prepared() {
        return Suite.ofServices();
    }

    private Suite started() {
        Suite suite = prepared();
        try {
            return suite.start();
        } catch (LaunchFailure e) {
            suite.close();
            throw new ParameterResolutionException(String.valueOf(e.getMessage()), e);
        }
    }
}
