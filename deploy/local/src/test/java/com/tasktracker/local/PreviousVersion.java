package com.tasktracker.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tasktracker.local.Program.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The last version with fewer migrations than this one, all of which are still what they were then, out of the history
/// of this repository, built in a folder of its own.
record PreviousVersion(Path built, String commit) {

    private static final String MIGRATIONS = "*/src/main/resources/db/migration/V*.sql";
    private static final Pattern MIGRATION = Pattern.compile("/src/main/resources/db/migration/V[^/]*\\.sql$");
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /// The test is skipped where there is no history, as in an archive or a clone of the last commit alone.
    ///
    /// @param root of this version
    /// @param folder to build in; what was built by hand is taken from `-Dtasktracker.previous=<folder>` instead
    static PreviousVersion of(Path root, Path folder) throws Exception {
        String made = System.getProperty("tasktracker.previous", "");
        if (!made.isEmpty()) {
            return new PreviousVersion(Path.of(made), made);
        }
        assumeTrue(Browser.find("git").isPresent(), "needs git");
        String commit = before(root);
        assumeTrue(!commit.isEmpty(), "needs the repository's history from before the last migration");

        Path built = folder.resolve("previous");
        run(folder, "git", "clone", "--quiet", "--no-checkout", root.toString(), built.toString());
        run(built, "git", "checkout", "--quiet", "--detach", commit);
        run(
                built,
                Program.maven(),
                "--batch-mode",
                "--projects=identity-service,team-service,task-service,gateway",
                "--also-make",
                "package",
                // So that it goes on for a moment when it is told to end, as later versions do by themselves.
                "-Dquarkus.shutdown.delay-enabled=true",
                "-DskipTests",
                "-Dspotless.check.skip",
                "-Dspotbugs.skip",
                "-Djacoco.skip");
        return new PreviousVersion(built, commit);
    }

    /// Nothing where the history does not go back that far.
    private static String before(Path root) throws Exception {
        Set<String> now = migrations(root, "HEAD");
        for (String change :
                ask(root, "git", "log", "--format=%H", "--", MIGRATIONS).lines().toList()) {
            Set<String> then = migrations(root, change + "^");
            if (!then.isEmpty() && then.size() < now.size() && now.containsAll(then)) {
                return ask(root, "git", "rev-parse", change + "^");
            }
        }
        return "";
    }

    /// Each with the hash of its content.
    private static Set<String> migrations(Path root, String commit) throws Exception {
        return ask(root, "git", "ls-tree", "-r", commit)
                .lines()
                .filter(line -> MIGRATION.matcher(line).find())
                .collect(Collectors.toSet());
    }

    /// Nothing where there is no answer.
    private static String ask(Path folder, String... command) throws Exception {
        Outcome outcome = Program.run(folder, LIMIT, command);
        return outcome.isWell() ? outcome.said().strip() : "";
    }

    private static void run(Path folder, String... command) throws Exception {
        Program.run(folder, LIMIT, command).expectWell();
    }
}
