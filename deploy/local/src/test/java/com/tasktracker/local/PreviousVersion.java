package com.tasktracker.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tasktracker.local.Program.Outcome;
import java.nio.file.Path;
import java.time.Duration;

/// The version before the last migration of any service came, out of the history of this repository, built in a folder
/// of
/// its own.
record PreviousVersion(Path built, String commit) {

    private static final String MIGRATIONS = "*-service/src/main/resources/db/migration/V*.sql";
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
        String last = ask(root, "git", "log", "-1", "--format=%H", "--diff-filter=A", "--", MIGRATIONS);
        String commit = last.isEmpty() ? "" : ask(root, "git", "rev-parse", "--quiet", "--verify", last + "^");
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

    /// Nothing where there is no answer.
    private static String ask(Path folder, String... command) throws Exception {
        Outcome outcome = Program.run(folder, LIMIT, command);
        return outcome.isWell() ? outcome.said().strip() : "";
    }

    private static void run(Path folder, String... command) throws Exception {
        Program.run(folder, LIMIT, command).expectWell();
    }
}
