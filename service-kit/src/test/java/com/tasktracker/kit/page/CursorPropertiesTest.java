package com.tasktracker.kit.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tasktracker.kit.secret.Keyring;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;

class CursorPropertiesTest {

    private final Cursors cursors = new Cursors(new Keyring("a secret of the tests that is long enough"));

    @Property
    void whatIsWrittenIsRead(
            @ForAll @WithNull @StringLength(max = 200) @Nullable String value,
            @ForAll long high,
            @ForAll long low,
            @ForAll boolean isBackward,
            @ForAll @StringLength(max = 100) String binding) {
        // A sort value comes from the database, which holds no half of a pair.
        String whole = value == null ? null : value.replaceAll("\\p{Cs}", "");
        Cursor cursor = new Cursor(whole, new UUID(high, low), isBackward);

        assertThat(cursors.read(cursors.write(cursor, binding), binding)).contains(cursor);
    }

    @Property
    void anyChangeOfOneCharacterIsFoundOut(
            @ForAll @StringLength(max = 50) String value, @ForAll int at, @ForAll char by) {
        String text = cursors.write(new Cursor(value.replaceAll("\\p{Cs}", ""), new UUID(1, 2), false), "list");
        int place = Math.floorMod(at, text.length());
        String changed = text.substring(0, place) + by + text.substring(place + 1);

        if (!changed.equals(text)) {
            assertThat(cursors.read(changed, "list")).isEmpty();
        }
    }

    @Property
    void aCursorIsGoodForItsListAlone(
            @ForAll @StringLength(max = 40) String list, @ForAll @StringLength(max = 40) String other) {
        String text = cursors.write(new Cursor("v", new UUID(1, 2), true), list);

        if (!list.replaceAll("\\p{Cs}", "?").equals(other.replaceAll("\\p{Cs}", "?"))) {
            assertThat(cursors.read(text, other)).isEmpty();
        }
    }

    @Property
    void anythingElseIsNoCursor(@ForAll @StringLength(max = 3_000) String text, @ForAll @IntRange(max = 5) int times) {
        assertThatCode(() ->
                        assertThat(cursors.read(text.repeat(times), "list")).isEmpty())
                .doesNotThrowAnyException();
    }
}
