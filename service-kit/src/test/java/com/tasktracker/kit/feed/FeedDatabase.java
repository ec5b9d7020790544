package com.tasktracker.kit.feed;

import com.tasktracker.kit.testing.PostgresResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// A schema with the tables of a publisher and of a follower, made anew at each start.
public class FeedDatabase extends PostgresResource {

    private static final String READ_MODEL = """
            CREATE TABLE thing (id uuid PRIMARY KEY, name text, size integer, secret text, local_note text);
            CREATE TABLE thing_rebuild (LIKE thing INCLUDING ALL);
            CREATE TABLE friend (id uuid PRIMARY KEY, name text, deleted boolean NOT NULL);
            CREATE TABLE friend_rebuild (LIKE friend INCLUDING ALL);
            CREATE TABLE pass (id text PRIMARY KEY, until timestamptz);
            CREATE TABLE pass_rebuild (LIKE pass INCLUDING ALL);
            CREATE TABLE consequence (name text PRIMARY KEY, count bigint NOT NULL)""";

    private String schema = "";

    @Override
    public void init(Map<String, String> arguments) {
        super.init(arguments);
        schema = Objects.requireNonNull(arguments.get("schema"));
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        String url = Objects.requireNonNull(settings.get("quarkus.datasource.jdbc.url")) + "?currentSchema=" + schema;
        try (Connection connection =
                        DriverManager.getConnection(url, schema + "_owner", settings.get("quarkus.flyway.password"));
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    DROP TABLE IF EXISTS feed_head, feed, feed_follower, feed_cursor, thing, thing_rebuild, friend,
                                         friend_rebuild, pass, pass_rebuild, consequence""");
            statement.execute(script("feed_publisher.sql"));
            statement.execute(script("feed_follower.sql"));
            statement.execute(READ_MODEL);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return settings;
    }

    private static String script(String name) {
        try (InputStream in = FeedDatabase.class.getResourceAsStream("/db/kit/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
