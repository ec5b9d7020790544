package com.tasktracker.local;

import com.tasktracker.local.parts.Part;
import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Service;
import com.tasktracker.local.settings.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The program behind `./tasktracker run`: starts the suite, or the parts that are named, and stays until it is told to
/// end or nothing is left.
public final class Launcher {
    private static final int FAILED = 1;

    private Launcher() {}

    public static void main(String[] parts) throws InterruptedException {
        // What the libraries log is not for the person at the terminal.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Path root = Path.of(System.getProperty("tasktracker.root", "."));
        System.exit(run(root, System.getenv(), List.of(parts), System.out));
    }

    private static int run(Path root, Map<String, String> environment, List<String> names, PrintStream out)
            throws InterruptedException {
        try {
            Settings settings = Settings.of(root, environment);
            Home home = settings.home();
            home.create();
            Plan plan = names.isEmpty() ? Plan.whole(settings) : Plan.named(settings, names);
            out.println("Starting in " + home.folder());
            try (Run run = new Run(settings, plan, out)) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(run, out), "end"));
                run.start();
                announce(home, plan, out);
                run.awaitEnd();
                return FAILED;
            }
        } catch (LaunchFailure e) {
            out.println(e.getMessage());
            return FAILED;
        }
    }

    private static void end(Run run, PrintStream out) {
        boolean toSay = !run.isStopping();
        if (toSay) {
            out.println("Stopping …");
        }
        run.close();
        if (toSay) {
            out.println("Stopped.");
        }
    }

    private static void announce(Home home, Plan plan, PrintStream out) {
        if (!plan.isWhole()) {
            for (Part part : plan.parts()) {
                out.println(part.name() + " is ready: " + "port " + part.port());
            }
            return;
        }
        out.println("  mails are kept in  " + home.mail());
        out.println("  logs are in        " + home.logs());
        out.println("  Ctrl-C stops all");
        out.println("TaskTracker is ready: http://localhost:" + plan.ports().of(Service.GATEWAY));
    }
}
