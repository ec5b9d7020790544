package com.tasktracker.kit.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.testing.TestTokens;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.api.InstanceOfAssertFactories;

class TokenPropertiesTest {

    private static final UUID USER = new UUID(0x7000, 1L << 63);

    private final AccessTokens tokens = new AccessTokens(
            new OneKey(),
            new SmallRyeConfigBuilder().withMapping(TokenConfig.class).build().getConfigMapping(TokenConfig.class),
            Clock.systemUTC());

    /// The table of keys, with one row.
    private static final class OneKey extends VerificationKeys {

        @SuppressWarnings("NullAway") // it looks nothing up
        OneKey() {
            super(null, Clock.systemUTC());
        }

        @Override
        Optional<PublicKey> find(String kid) {
            return kid.equals(TestTokens.KEY_ID) ? Optional.of(TestTokens.key().getPublicKey()) : Optional.empty();
        }

        @Override
        boolean areMissing() {
            return false;
        }
    }

    private void refused(String token) {
        assertThatThrownBy(() -> tokens.verify("Bearer " + token))
                .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
                .extracting(Problem::status)
                .isEqualTo(401);
    }

    @Property(tries = 500)
    void anyChangeOfOneCharacterIsRefused(@ForAll int at, @ForAll char by) {
        String token = TestTokens.of(USER);
        assertThat(tokens.verify("Bearer " + token).id()).isEqualTo(USER);
        int place = Math.floorMod(at, token.length());
        String changed = token.substring(0, place) + by + token.substring(place + 1);

        if (!changed.equals(token)) {
            refused(changed);
        }
    }

    @Property
    void anyTextIsRefused(@ForAll @StringLength(max = 5_000) String text) {
        refused(text);
    }

    @Property
    void anyPartsAreRefused(
            @ForAll @StringLength(max = 100) String header,
            @ForAll @StringLength(max = 100) String claims,
            @ForAll @StringLength(max = 100) String signature) {
        refused(encoded(header) + "." + encoded(claims) + "." + encoded(signature));
        refused(encoded("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"test-key\"}") + "."
                + encoded("{" + claims + "}") + "." + encoded(signature));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
