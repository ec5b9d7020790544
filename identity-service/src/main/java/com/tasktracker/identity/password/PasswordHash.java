package com.tasktracker.identity.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// An Argon2id hash (RFC 9106) in the
/// [PHC string format](https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md).
///
/// @param memory KiB
/// @param passes over the memory
@SuppressWarnings("ArrayRecordComponent") // its text is what is kept and compared
record PasswordHash(int memory, int passes, int lanes, byte[] salt, byte[] hash) {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern TEXT = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /// Each thread that hashes keeps its memory for the next time, in KiB at most: made anew each time, it would be
    /// garbage faster than a small heap could be cleared.
    private static final int MOST_KEPT = 1 << 16;

    private static final ThreadLocal<BlockPool> WORKING_MEMORY =
            ThreadLocal.withInitial(() -> new FixedBlockPool(MOST_KEPT));

    /// Takes about 50 ms of one core, and its memory.
    static PasswordHash of(String password, int memory, int passes) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new PasswordHash(memory, passes, 1, salt, compute(password, memory, passes, 1, salt, HASH_BYTES));
    }

    /// Reads what [#toString()] wrote.
    static PasswordHash parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash in the PHC format");
        }
        return new PasswordHash(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Base64.getDecoder().decode(matcher.group(4)),
                Base64.getDecoder().decode(matcher.group(5)));
    }

    boolean matches(String password) {
        return MessageDigest.isEqual(hash, compute(password, memory, passes, lanes, salt, hash.length));
    }

    /// Whether it was made with other parameters than these.
    boolean isOutdated(int currentMemory, int currentPasses) {
        return memory != currentMemory || passes != currentPasses || lanes != 1;
    }

    private static byte[] compute(String password, int memory, int passes, int lanes, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .withBlockPool(WORKING_MEMORY.get())
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    @Override
    public String toString() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + lanes + "$" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(hash);
    }
}
