package com.tasktracker.local;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntConsumer;

/// Whether the time of an answer tells who has an account: medians of what an attacker would compare, taken in turns.
/// It measures and judges nothing; run it against a suite with `LOGIN_THROTTLE=off` and both rate limits 0:
///
///     java -Dtasktracker.root=<checkout> -cp <test classes and dependencies of deploy/local>
///         com.tasktracker.local.TimingBenchmark <gateway>
final class TimingBenchmark {

    private static final int WARM_UP = 30;
    private static final int ROUNDS = 300;
    private static final double MILLION = 1e6;

    private TimingBenchmark() {}

    public static void main(String[] arguments) {
        URI gateway = URI.create(arguments.length == 0 ? "http://localhost:8080" : arguments[0]);
        Api api = Api.at(gateway);
        String known = "timing." + UUID.randomUUID().toString().substring(0, 12);
        api.register(known);
        compare(
                "login: wrong password",
                i -> login(api, known, i),
                "login: unknown user",
                i -> login(api, "nobody" + i, i));
        compare(
                "login by e-mail: wrong password",
                i -> login(api, known + "@example.com", i),
                "login by e-mail: unknown address",
                i -> login(api, "nobody" + i + "@example.com", i));
        compare(
                "forgotten password: known address",
                i -> forgot(api, known + "@example.com"),
                "forgotten password: unknown address",
                i -> forgot(api, "nobody@example.com"));
    }

    private static void login(Api api, String login, int i) {
        api.post("/auth/login", Api.object().put("login", login).put("password", "a wrong password " + i))
                .expect(401);
    }

    private static void forgot(Api api, String email) {
        api.post("/auth/password/forgot", Api.object().put("email", email)).expect(202);
    }

    private static void compare(String one, IntConsumer first, String other, IntConsumer second) {
        List<Long> firsts = new ArrayList<>();
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            long a = nanos(first, i);
            long b = nanos(second, i);
            if (i >= WARM_UP) {
                firsts.add(a);
                seconds.add(b);
            }
        }
        print(one, firsts);
        print(other, seconds);
    }

    private static long nanos(IntConsumer call, int i) {
        long start = System.nanoTime();
        call.accept(i);
        return System.nanoTime() - start;
    }

    private static void print(String what, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%-40s median %.2f ms, quartiles %.2f and %.2f ms%n",
                what,
                sorted.get(sorted.size() / 2) / MILLION,
                sorted.get(sorted.size() / 4) / MILLION,
                sorted.get(sorted.size() * 3 / 4) / MILLION);
    }
}
