package com.tasktracker.kit.page;

import com.tasktracker.kit.secret.Keyring;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// Cursors as clients see them: opaque, signed, and bound to the list, its filters and ordering, and the caller, so
/// that one that was changed, made up or taken from elsewhere is found out.
@ApplicationScoped
public class Cursors {

    private static final String PURPOSE = "cursor";
    private static final int SIGNATURE_BYTES = 16;
    private static final int MAX_LENGTH = 2_048;
    private static final int ID_BYTES = 16;
    private static final byte BACKWARD = 1;
    private static final byte NULL_VALUE = 2;

    private final Keyring keyring;

    Cursors(Keyring keyring) {
        this.keyring = keyring;
    }

    /// @param binding all that the cursor is bound to
    String write(Cursor cursor, String binding) {
        byte[] value = cursor.value() == null ? new byte[0] : cursor.value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(1 + ID_BYTES + value.length);
        content.put((byte) ((cursor.isBackward() ? BACKWARD : 0) | (cursor.value() == null ? NULL_VALUE : 0)));
        content.putLong(cursor.id().getMostSignificantBits());
        content.putLong(cursor.id().getLeastSignificantBits());
        content.put(value);
        byte[] signature = Arrays.copyOf(keyring.hash(PURPOSE, bound(content.array(), binding)), SIGNATURE_BYTES);
        byte[] whole = ByteBuffer.allocate(content.capacity() + SIGNATURE_BYTES)
                .put(content.array())
                .put(signature)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// Empty where the text is no cursor of ours for this binding.
    Optional<Cursor> read(String text, String binding) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        int length = whole.length - SIGNATURE_BYTES;
        // The text has one spelling: base64 would let its last bits be anything.
        if (length < 1 + ID_BYTES
                || !Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(whole)
                        .equals(text)) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(whole, length);
        byte[] signature = Arrays.copyOfRange(whole, length, whole.length);
        return keyring.verify(PURPOSE, bound(content, binding), signature)
                ? Optional.of(parse(content))
                : Optional.empty();
    }

    private static Cursor parse(byte[] content) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        byte flags = buffer.get();
        UUID id = new UUID(buffer.getLong(), buffer.getLong());
        byte[] value = new byte[buffer.remaining()];
        buffer.get(value);
        return new Cursor(
                (flags & NULL_VALUE) != 0 ? null : new String(value, StandardCharsets.UTF_8),
                id,
                (flags & BACKWARD) != 0);
    }

    private static byte[] bound(byte[] content, String binding) {
        byte[] text = binding.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(content.length + text.length)
                .put(content)
                .put(text)
                .array();
    }
}
