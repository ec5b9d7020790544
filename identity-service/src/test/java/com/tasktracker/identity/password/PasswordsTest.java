package com.tasktracker.identity.password;

import static com.tasktracker.identity.Api.PASSWORD;
import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.register;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class PasswordsTest {

    @Inject
    Sql sql;

    @Test
    void aHashIsWrittenInThePhcFormatAndReadBack() {
        PasswordHash hash = PasswordHash.of("a password", 64, 1);
        assertThat(hash.toString())
                .matches("\\$argon2id\\$v=19\\$m=64,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(PasswordHash.parse(hash.toString()).matches("a password")).isTrue();
        assertThat(PasswordHash.parse(hash.toString()).matches("A password")).isFalse();
    }

    /// A vector of the reference implementation (argon2 20190702, `argon2 somesalt -id -t 2 -k 65536 -p 1`).
    @Test
    void aHashOfTheReferenceImplementationIsAccepted() {
        PasswordHash hash = PasswordHash.parse(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        assertThat(hash.matches("password")).isTrue();
        assertThat(hash.isOutdated(19_456, 2)).isTrue();
        assertThat(hash.isOutdated(65_536, 2)).isFalse();
    }

    @Test
    void theMemoryOfAHashIsUsedAgain() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PasswordHash hash = PasswordHash.of("a password", 19_456, 1);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(hash.matches("a password")).isTrue();
        assertThat(PasswordHash.of("another", 19_456, 1).matches("a password")).isFalse();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4L << 20);
    }

    @Test
    void noMoreAreHashedAtOnceThanFitIntoAThirdOfTheHeap() {
        assertThat(Passwords.atOnce(2, 96L << 20, 19_456)).isEqualTo(1);
        assertThat(Passwords.atOnce(2, 512L << 20, 19_456)).isEqualTo(2);
        assertThat(Passwords.atOnce(2, 120L << 20, 19_456)).isEqualTo(2);
        assertThat(Passwords.atOnce(16, 512L << 20, 19_456)).isEqualTo(8);
        assertThat(Passwords.atOnce(4, 16L << 20, 19_456)).isEqualTo(1);
    }

    @Test
    void whatIsNoHashIsRefused() {
        assertThatThrownBy(() -> PasswordHash.parse("$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLoginReplacesAHashWithOutdatedParameters() {
        Account account = register();
        sql.update(
                "UPDATE users SET password_hash = ? WHERE id = ?",
                PasswordHash.of(PASSWORD, 64, 1).toString(),
                account.id());
        login(account);
        assertThat(kept(account)).startsWith("$argon2id$v=19$m=1024,t=1,p=1$");
        login(account);
    }

    private String kept(Account account) {
        return sql.first("SELECT password_hash FROM users WHERE id = ?", row -> row.text("password_hash"), account.id())
                .orElseThrow();
    }

    @Test
    void aPasswordIsTheSameInBothUnicodeForms() {
        Account account = register();
        sql.update(
                "UPDATE users SET password_hash = ? WHERE id = ?",
                PasswordHash.of(Passwords.normal("caf\u00e9 caf\u00e9 caf\u00e9 caf\u00e9"), 64, 1)
                        .toString(),
                account.id());
        login(account.username(), "cafe\u0301 cafe\u0301 cafe\u0301 cafe\u0301")
                .then()
                .statusCode(200);
    }
}
