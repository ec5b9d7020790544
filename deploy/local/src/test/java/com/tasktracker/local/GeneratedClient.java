package com.tasktracker.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tasktracker.local.Program.Outcome;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A client in Java as openapi-generator makes it of a document, compiled together with what somebody wrote who uses
/// it: `generated-client/Journey.java` of the tests' resources.
record GeneratedClient(String classPath) {

    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";
    /// The generator, which holds Jackson as well, and the annotations that what it generates is marked with.
    private static final List<String> ARTIFACTS =
            List.of("org.openapitools:openapi-generator-cli:7.16.0", "jakarta.annotation:jakarta.annotation-api:2.1.1");

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /// The test is skipped where Maven cannot come by the generator.
    static GeneratedClient of(Path document, Path folder) throws IOException, InterruptedException {
        Path tools = folder.resolve("tools");
        for (String artifact : ARTIFACTS) {
            Outcome fetched = Program.run(
                    folder,
                    LIMIT,
                    Program.maven(),
                    "--batch-mode",
                    COPY,
                    "-Dartifact=" + artifact,
                    "-Dmdep.stripVersion=true",
                    "-DoutputDirectory=" + tools);
            assumeTrue(fetched.isWell(), () -> "needs " + artifact + ", which Maven could not fetch: " + fetched);
        }
        Path generator = tools.resolve("openapi-generator-cli.jar");
        Path sources = folder.resolve("generated");
        Program.run(
                        folder,
                        LIMIT,
                        Program.program("java"),
                        "-jar",
                        generator.toString(),
                        "generate",
                        "--input-spec=" + document,
                        "--generator-name=java",
                        "--library=native",
                        "--output=" + sources,
                        "--invoker-package=generated",
                        "--api-package=generated.api",
                        "--model-package=generated.model",
                        "--additional-properties=openApiNullable=false,useJakartaEe=true",
                        "--global-property=apiTests=false,modelTests=false,apiDocs=false,modelDocs=false")
                .expectWell();
        Path classes = folder.resolve("classes");
        String libraries = generator + File.pathSeparator + tools.resolve("jakarta.annotation-api.jar");
        Path arguments = folder.resolve("sources.txt");
        Files.write(arguments, sources(sources.resolve("src/main/java")));
        Program.run(
                        folder,
                        LIMIT,
                        Program.program("javac"),
                        "-nowarn",
                        "-d",
                        classes.toString(),
                        "-cp",
                        libraries,
                        "@" + arguments)
                .expectWell();
        return new GeneratedClient(classes + File.pathSeparator + libraries);
    }

    private static List<String> sources(Path folder) throws IOException {
        Path journey = Path.of("src/test/resources/generated-client/Journey.java");
        try (Stream<Path> files = Files.walk(folder)) {
            return Stream.concat(files, Stream.of(journey.toAbsolutePath()))
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .toList();
        }
    }

    /// Registers somebody, logs in, and creates a task in a new team, all by the generated classes.
    ///
    /// @return the id of the task
    String createATask(URI gateway, String username, String password, String title) throws Exception {
        return Program.run(
                        Path.of("").toAbsolutePath(),
                        LIMIT,
                        Program.program("java"),
                        "-cp",
                        classPath,
                        "Journey",
                        gateway.toString(),
                        username,
                        password,
                        title)
                .expectWell()
                .lines()
                .toList()
                .getLast();
    }
}
