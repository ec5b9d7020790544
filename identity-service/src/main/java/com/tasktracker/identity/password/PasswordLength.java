package com.tasktracker.identity.password;

import com.tasktracker.kit.body.Check;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.text.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/// How long a password must and may be, in code points of its NFC form. It is checked where the body is read, so that
/// it is told together with what is wrong with the rest.
@RegisterForReflection
public final class PasswordLength implements Check {

    /// Unless the settings say otherwise.
    private static final Length USUAL = new Length(15, 128);

    /// Asked for only when a password is judged: the OpenAPI document is made where there are no settings.
    private static PasswordConfig config() {
        return ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(PasswordConfig.class);
    }

    @Override
    public Length length() {
        return USUAL;
    }

    @Override
    public Optional<Finding> judge(String text) {
        PasswordConfig config = config();
        int length = Text.length(Passwords.normal(text));
        if (length < config.minLength()) {
            return Optional.of(new Finding(Code.TOO_SHORT, "must have at least " + config.minLength() + " characters"));
        }
        return length > config.maxLength()
                ? Optional.of(new Finding(Code.TOO_LONG, "must have at most " + config.maxLength() + " characters"))
                : Optional.empty();
    }
}
