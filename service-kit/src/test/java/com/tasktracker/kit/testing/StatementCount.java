package com.tasktracker.kit.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Counts the statements that requests execute, so that a test can say that a page costs the same however much it
/// shows:
///
///     @QuarkusTest
///     @TestProfile(StatementCount.Profile.class)
///     class CostsTest {
///
///         @Test
///         void aPageOfMembersCostsTwoStatements() {
///             assertThat(StatementCount.during(() -> ada.asks().get(path).then().statusCode(200))).hasSize(2);
///
/// Counted is each execution, a batch as one, on the threads that requests run on; BEGIN and COMMIT are not. What
/// followers and schedules do is left out, having threads of other names.
public final class StatementCount {

    /// How often a request is made to be counted.
    public static final int RUNS = 3;

    private static final Queue<String> EXECUTED = new ConcurrentLinkedQueue<>();

    private StatementCount() {}

    /// Puts the counting in the driver's place.
    public static class Profile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.datasource.jdbc.driver", CountingDriver.class.getName());
        }
    }

    /// The statements of a request: the fewest of three runs, since now and then one also looks for new signing keys.
    public static List<String> during(Runnable request) {
        return IntStream.range(0, RUNS)
                .mapToObj(_ -> once(request))
                .min((a, b) -> Integer.compare(a.size(), b.size()))
                .orElseThrow();
    }

    private static List<String> once(Runnable request) {
        EXECUTED.clear();
        request.run();
        return List.copyOf(EXECUTED);
    }

    static Connection counted(Connection connection) {
        return proxy(Connection.class, (_, method, arguments) -> {
            Object result = call(connection, method, arguments);
            return result instanceof Statement statement
                    ? counted(statement, method.getReturnType(), text(arguments))
                    : result;
        });
    }

    private static Object counted(Statement statement, Class<?> type, String prepared) {
        return proxy(type, (_, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                note(prepared.isEmpty() ? text(arguments) : prepared);
            }
            return call(statement, method, arguments);
        });
    }

    private static void note(String statement) {
        if (Thread.currentThread().getName().startsWith("quarkus-virtual-thread")) {
            EXECUTED.add(statement.replaceAll("\\s+", " "));
        }
    }

    private static String text(Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof String text ? text : "";
    }

    @FunctionalInterface
    private interface Call {
        @Nullable
        Object of(Object self, Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                StatementCount.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call.of(self, method, arguments)));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
