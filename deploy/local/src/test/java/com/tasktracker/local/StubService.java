package com.tasktracker.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.tasktracker.local.settings.Service;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/// What the launcher sees of a service, and nothing more: it listens on its port, answers readiness, and tells what it
/// was told under `/environment`. It starts in a fraction of a second, so that what the launcher does can be tested
/// often.
final class StubService {

    private StubService() {}

    public static void main(String[] arguments) throws IOException {
        if (System.getProperty("java.class.path").contains(System.getenv().getOrDefault("STUB_FAILS", "nobody"))) {
            System.out.println("this stub was told to fail");
            System.exit(3);
        }
        int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
        server.createContext("/q/health/ready", exchange -> answer(exchange, "{}"));
        server.createContext("/health/ready", exchange -> answer(exchange, "{}"));
        server.createContext(
                "/environment",
                exchange -> answer(
                        exchange,
                        System.getenv().entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining("\n"))));
        server.start();
        System.out.println("listening");
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream stream = exchange.getResponseBody()) {
            stream.write(bytes);
        }
    }

    /// Makes a project folder in which every service is built, as a stub.
    static Path project(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StubService.class.getName());
        manifest.getMainAttributes()
                .put(Attributes.Name.CLASS_PATH, place(StubService.class) + " " + place(Service.class));
        for (Service service : Service.values()) {
            Path jar = service.jar(folder);
            Files.createDirectories(jar.resolveSibling("."));
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        }
        return folder;
    }

    private static String place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }
}
