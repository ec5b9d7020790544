package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tasktracker.local.ScriptFolder.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `tasktracker` on machines that have this Java and that Maven, none of which does anything.
class ScriptTest {

    /// Says with what it was started.
    private static final String TELLING = "echo \"[ERROR] JAVA_HOME=$JAVA_HOME $*\"";

    @TempDir
    Path folder;

    private ScriptFolder machine;

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(Browser.find("bash").isPresent(), "needs bash");
        machine = new ScriptFolder(folder.toRealPath(), Path.of(System.getProperty("tasktracker.root"), "tasktracker"));
    }

    private Path jdk17AndElsewhere25() throws Exception {
        machine.toPath(machine.jdk("usr/lib/jvm/java-17-openjdk", "17.0.15"));
        return machine.jdk("usr/lib/jvm/temurin-25-jdk", "25.0.1");
    }

    @Test
    void aJdk25IsFoundThoughThePathLeadsToAnother() throws Exception {
        Path jdk = jdk17AndElsewhere25();
        machine.maven("3.9.11", TELLING);

        Outcome outcome = machine.run("test", "-pl", "gateway");

        assertThat(outcome.status()).as(outcome.toString()).isZero();
        assertThat(outcome.output())
                .contains("[ERROR] JAVA_HOME=" + jdk + " -B -f " + machine.root()
                        + "/pom.xml -T3 verify -fae -pl gateway\n")
                .endsWith("\n0 passed, 0 failed, 0 skipped\n");
        assertThat(machine.run("test", "--all").output()).contains("verify -fae -Dtest.excluded.tags=\n");
    }

    @Test
    void theJdkOfThePathIsTakenWhereItIsA25() throws Exception {
        machine.jdk("usr/lib/jvm/another-25", "25.0.1");
        Path onPath = machine.jdk("home/jdks/mine", "25");
        machine.toPath(onPath);
        machine.maven("4.0.0", TELLING);

        assertThat(machine.run("test").output()).contains("[ERROR] JAVA_HOME=" + onPath + " ");
    }

    @Test
    void withoutAJdk25ItSaysWhatThereIs() throws Exception {
        machine.maven("3.9.11", TELLING);

        for (String command : new String[] {"run", "test", "bench"}) {
            Outcome none = machine.run(command);
            assertThat(none.status()).isEqualTo(1);
            assertThat(none.output()).isEmpty();
            assertThat(none.errors())
                    .startsWith("TaskTracker needs a JDK 25, and none was found (java on the path: none).\n")
                    .contains("set JAVA_HOME");
        }
        machine.toPath(machine.jdk("usr/lib/jvm/java-17-openjdk", "17.0.15"));
        machine.jdk("usr/lib/jvm/java-21-openjdk", "21.0.25");

        Outcome older = machine.run("test");

        assertThat(older.status()).isEqualTo(1);
        assertThat(older.errors()).contains("(java on the path: openjdk version \"17.0.15\" 2025-09-16).");
    }

    @Test
    void withoutMavenItSaysHowToComeByOne() throws Exception {
        jdk17AndElsewhere25();

        Outcome outcome = machine.run("run");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.errors()).startsWith("TaskTracker needs Maven 3.9 or newer, and no mvn is on the path.\n");
    }

    @Test
    void aMavenThatIsTooOldFetchesANewerOneOnce() throws Exception {
        jdk17AndElsewhere25();
        // Unpacks as the plugin for dependencies does.
        machine.maven("3.8.7", """
                echo "$*" >> "%s/fetches"
                for argument; do
                  case "$argument" in -DoutputDirectory=*) into="${argument#*=}/apache-maven-3.9.16" ;; esac
                done
                mkdir -p "$into/bin" "$into/conf"
                cat >"$into/bin/mvn" <<'TEXT'
                %sTEXT
                """.formatted(folder, ScriptFolder.mavenProgram("3.9.16", Path.of("/"), TELLING)));

        Outcome first = machine.run("test");
        Outcome second = machine.run("test");

        Path cache = machine.home().resolve(".cache/tasktracker");
        String told = "Maven 3.8.7 is too old: fetching Maven 3.9.16, once, into " + cache + "\n";
        assertThat(first.status()).as(first.toString()).isZero();
        assertThat(first.output()).startsWith(told).contains("-T3 verify -fae\n");
        assertThat(second.output()).doesNotContain("too old").contains("-T3 verify -fae\n");
        assertThat(Files.readAllLines(folder.resolve("fetches")))
                .singleElement()
                .asString()
                .contains("-Dartifact=org.apache.maven:apache-maven:3.9.16:zip:bin");
        assertThat(cache.resolve("apache-maven-3.9.16/conf/settings.xml"))
                .hasContent("<settings>of Maven 3.8.7</settings>");
        assertThat(cache).isDirectoryNotContaining("glob:**/maven.*");
    }

    @Test
    void aFetchThatFailsIsToldWithItsReason() throws Exception {
        jdk17AndElsewhere25();
        machine.maven("3.8.7", "echo '[INFO] trying'; echo '[ERROR] no route to anywhere'; exit 1");

        Outcome outcome = machine.run("run");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.errors())
                .startsWith("[ERROR] no route to anywhere\nCould not fetch Maven 3.9.16.")
                .doesNotContain("trying");
    }

    @Test
    void resultsAreSummedUpByModuleAndFailuresAreTheExitCode() throws Exception {
        jdk17AndElsewhere25();
        Path prepared = folder.resolve("prepared");
        machine.report(prepared, "service-kit", "A", 5, 0, 0, 0);
        machine.report(prepared, "service-kit", "B", 7, 1, 2, 3);
        machine.report(prepared, "deploy/bench", "C", 4, 0, 0, 4);
        // What is left of the run before counts no more.
        machine.report(machine.root(), "gateway", "OLD", 9, 9, 0, 0);
        machine.maven("3.9.11", """
                cp -R "%s/." "%s"
                echo '[INFO] Building TaskTracker Pro: gateway 1.0.0-SNAPSHOT                                [6/7]'
                echo '[INFO] what nobody wants to see'
                echo '[WARNING] Tests run: 7, Failures: 1, Errors: 2, Skipped: 3 -- in B'
                echo '[ERROR] B.test:12 expected 1'
                echo 'but was 2'
                echo '[INFO] more of it'
                echo 'and more'
                exit 1
                """.formatted(prepared, machine.root()));

        Outcome outcome = machine.run("test");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()
                        .lines()
                        .map(line -> line.replaceAll(" +", " ").strip()))
                .contains(
                        "[6/7] gateway",
                        "Tests run: 7, Failures: 1, Errors: 2, Skipped: 3 -- in B",
                        "[ERROR] B.test:12 expected 1",
                        "but was 2",
                        "module passed failed skipped",
                        "service-kit 6 3 3",
                        "gateway 0 0 0",
                        "deploy/bench 0 0 4",
                        "6 passed, 3 failed, 7 skipped")
                .doesNotContain("[INFO] what nobody wants to see", "and more");
        assertThat(outcome.output()).endsWith("\n6 passed, 3 failed, 7 skipped\n");
        assertThat(Files.readString(machine.root().resolve("target/test.log"))).contains("what nobody wants to see");
    }

    @Test
    void whatFailsToBuildIsNotStartedAndWhatIsBuiltIsNotBuiltAgain() throws Exception {
        jdk17AndElsewhere25();
        Path builds = folder.resolve("builds");
        machine.maven("3.9.11", """
                echo "$*" >>"%1$s"
                if [ ! -e "%1$s-fail" ]; then
                  for module in identity-service team-service task-service gateway; do
                    mkdir -p $module/target/quarkus-app && : >$module/target/quarkus-app/quarkus-run.jar
                  done
                  mkdir -p deploy/local/target && : >deploy/local/target/launcher.jar
                  exit
                fi
                echo '[ERROR] Task.java:[3,4] cannot find symbol'
                exit 1
                """.replace("$module/", "\"" + machine.root() + "\"/$module/")
                .replace("deploy/local", machine.root() + "/deploy/local")
                .formatted(builds));
        Files.createFile(folder.resolve("builds-fail"));

        Outcome failed = machine.run("run", "gateway");
        Files.delete(folder.resolve("builds-fail"));
        Outcome built = machine.run("run", "gateway");
        Outcome again = machine.run("run");

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.errors())
                .isEqualTo("[ERROR] Task.java:[3,4] cannot find symbol\nThe build failed. All of its output: "
                        + machine.root().resolve("target/build.log") + "\n");
        assertThat(failed.output()).doesNotContain("java started");
        assertThat(built.status()).as(built.toString()).isZero();
        assertThat(built.output()).contains("Building").containsPattern("java started: .*launcher\\.jar gateway\n$");
        assertThat(again.output()).startsWith("java started: ").endsWith("launcher.jar\n");
        assertThat(Files.readAllLines(builds)).hasSize(2);

        Files.writeString(machine.root().resolve("pom.xml"), "<project>changed</project>");
        assertThat(machine.run("run").output()).contains("Building");
    }

    @Test
    void helpIsGivenWhereAskedForAndWhereACommandIsUnknown() throws Exception {
        Outcome help = machine.run("help");
        Outcome unknown = machine.run("fly");

        assertThat(help.status()).isZero();
        assertThat(machine.run()).isEqualTo(help);
        assertThat(help.output()).contains("./tasktracker run ", "./tasktracker test ", "./tasktracker bench ");
        assertThat(unknown).isEqualTo(new Outcome(2, "", help.output()));
    }
}
