package com.tasktracker.local.parts;

import com.tasktracker.local.settings.Secrets;
import com.tasktracker.local.settings.Service;
import com.tasktracker.local.settings.ServiceEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// The database `tasktracker` and who may do what in it: `postgres/roles.sql`, with the passwords of this home.
public final class Roles {
    private static final String DATABASE = "tasktracker";
    private static final String SCRIPT = "/postgres/roles.sql";

    private final String superuserPassword;
    private final Map<String, String> passwords;

    private Roles(String superuserPassword, Map<String, String> passwords) {
        this.superuserPassword = superuserPassword;
        this.passwords = Map.copyOf(passwords);
    }

    /// The passwords are those that the services are told.
    public static Roles of(Secrets secrets, ServiceEnvironment environment) {
        Map<String, String> passwords = new LinkedHashMap<>();
        for (Service service : Service.withData()) {
            Map<String, String> told = environment.of(service);
            passwords.put(service.schema(), told.getOrDefault("DB_PASSWORD", ""));
            passwords.put(service.schema() + "_owner", told.getOrDefault("DB_MIGRATION_PASSWORD", ""));
        }
        return new Roles(secrets.get("POSTGRES_PASSWORD"), passwords);
    }

    String superuserPassword() {
        return superuserPassword;
    }

    boolean canConnect(int port) {
        try (Connection connection = connection(port, "postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    void apply(int port) throws SQLException, IOException {
        try (Connection connection = connection(port, "postgres");
                Statement statement = connection.createStatement()) {
            boolean there;
            try (ResultSet rows =
                    statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                there = rows.next();
            }
            if (!there) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
        try (Connection connection = connection(port, DATABASE);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (var password : passwords.entrySet()) {
                setPassword(connection, password.getKey(), password.getValue());
            }
            statement.execute(script());
            connection.commit();
        }
    }

    private static void setPassword(Connection connection, String role, String password) throws SQLException {
        try (PreparedStatement setting = connection.prepareStatement("SELECT set_config(?, ?, true)")) {
            setting.setString(1, "tasktracker." + role + "_password");
            setting.setString(2, password);
            setting.execute();
        }
    }

    private Connection connection(int port, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", superuserPassword);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    private static String script() throws IOException {
        try (InputStream stream = Objects.requireNonNull(Roles.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
