package com.tasktracker.local.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files of `KEY=VALUE` lines: the user's `.env` and the generated secrets. A value is taken as it stands, without the
/// blanks around it and without one pair of quotes; nothing in it is expanded. `export` before a key is allowed, lines
/// that start with `#` are comments.
public final class DotEnv {
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=(.*)");

    private DotEnv() {}

    /// Nothing when there is no such file.
    public static Map<String, String> read(Path file) throws LaunchFailure {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            Map<String, String> values = new LinkedHashMap<>();
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                String text = line.strip();
                if (text.isEmpty() || text.startsWith("#")) {
                    continue;
                }
                Matcher matcher = LINE.matcher(text);
                if (!matcher.matches()) {
                    throw new LaunchFailure(file + ", line " + number + ": expected KEY=VALUE.");
                }
                values.put(matcher.group(1), unquoted(matcher.group(2).strip()));
            }
            return values;
        } catch (IOException e) {
            throw new LaunchFailure("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
