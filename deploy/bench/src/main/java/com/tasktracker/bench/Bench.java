package com.tasktracker.bench;

import com.tasktracker.local.Plan;
import com.tasktracker.local.Run;
import com.tasktracker.local.settings.DotEnv;
import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Ports;
import com.tasktracker.local.settings.Service;
import com.tasktracker.local.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Starts a suite in a home of its own, fills it, warms it up, and measures it, with every check on. Limits of rates
/// are counted as always, and high enough to let everything through.
public final class Bench {
    /// An Argon2id at once for each core, and nobody waits for long.
    private static final int LOGIN_CONNECTIONS = 2;
    /// Warming up is over when the cost of a request has fallen by less than this share, twice.
    private static final double STILL_FALLING = 0.03;
    /// Of the processors, at which latencies are looked at.
    private static final double HALF_LOAD = 0.5;

    private final Options options;
    private final PrintStream out;
    private final Report report;
    private final Ports ports;
    private final Processes processes;
    private final Meter meter;

    private Bench(Options options, Settings settings, PrintStream out) throws LaunchFailure {
        this.options = options;
        this.out = out;
        this.report = new Report(out);
        this.ports = Ports.ofWhole(settings);
        this.processes = new Processes(settings.home());
        this.meter = new Meter(processes);
    }

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(System.getProperty("tasktracker.root", "."));
        try {
            run(Options.of(List.of(arguments), root), root, System.getenv(), System.out);
        } catch (IllegalArgumentException | LaunchFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static void run(Options options, Path root, Map<String, String> environment, PrintStream out)
            throws LaunchFailure, IOException, InterruptedException, SQLException {
        // What Hyperfoil says of each run is not for the person at the terminal.
        System.setProperty("log4j2.configurationFile", "bench-log4j2.properties");
        Path home = Files.createTempDirectory("tasktracker-bench");
        Map<String, String> set = new HashMap<>(environment);
        set.put("TASKTRACKER_HOME", home.toString());
        set.put("RATE_LIMIT_PER_MINUTE", "100000000");
        set.put("RATE_LIMIT_ANONYMOUS_PER_MINUTE", "100000000");
        set.put("ACCESS_TOKEN_LIFETIME", "1h");
        Settings settings = new Settings(root, new Home(home), set, Map.of());
        settings.home().create();
        out.println("Starting a suite in " + home);
        try (Run run = new Run(settings, Plan.whole(settings), out)) {
            Runtime.getRuntime().addShutdownHook(new Thread(run::close));
            run.start();
            Bench bench = new Bench(options, settings, out);
            bench.report.starts(bench.started(run));
            bench.measure(settings);
        } finally {
            remove(home);
        }
    }

    /// Of each part, before anything has been asked of it.
    private List<Start> started(Run run) {
        Map<String, Duration> times = run.startTimes();
        Map<String, Double> resident = processes.residentMemory();
        Map<String, Double> own = processes.memory();
        return Processes.PARTS.stream()
                .filter(own::containsKey)
                .map(part -> new Start(
                        part,
                        times.containsKey(part) ? times.get(part).toMillis() : null,
                        resident.getOrDefault(part, 0.0),
                        own.getOrDefault(part, 0.0)))
                .toList();
    }

    private void measure(Settings settings) throws InterruptedException, SQLException, IOException, LaunchFailure {
        out.println("Filling it");
        URI gateway = URI.create("http://127.0.0.1:" + ports.of(Service.GATEWAY));
        Client nobody = new Client(HttpClient.newHttpClient(), gateway, "");
        Filling filling = new Filling(nobody, options, out);
        Stock stock = filling.fill();
        if (options.tasks() > filling.tasksByApi()) {
            String password = DotEnv.read(settings.home().secrets()).getOrDefault("TASK_DB_MIGRATION_PASSWORD", "");
            String url = "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/tasktracker";
            int rounds = new Copies(url, "task_owner", password).raiseTo(options.tasks());
            out.printf("  %d tasks, most of them copies%n", (long) stock.tasks().size() * (rounds + 1));
            new CopyCheck(nobody, stock).run(rounds);
            out.println("  a copy was found, changed and moved, and the lists count them all");
        }
        stock = filling.withDeepPage(stock);
        out.printf("  page %d is the deep one%n", stock.depth());
        Map<String, Double> memoryAtFirst = processes.memory();

        report.head();
        List<Scenario> scenarios =
                Scenario.all(stock).stream().filter(options::includes).toList();
        Map<String, Double> costs = new LinkedHashMap<>();
        for (Scenario scenario : scenarios) {
            costs.put(scenario.name(), scenario(scenario));
        }
        mix(Scenario.all(stock), costs);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("tasks", options.tasks());
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("java", Runtime.version().toString());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("memory_mib_after_filling", memoryAtFirst);
        facts.put("memory_mib_at_the_end", processes.memory());
        out.println("MiB at the end: " + processes.memory());
        report.write(options.folder(), scenarios, usual(), facts);
    }

    /// Measures it every way, and tells the CPU-milliseconds that a request through the gateway takes.
    private double scenario(Scenario scenario) {
        List<Integer> steps = scenario.direct() ? options.connections() : List.of(LOGIN_CONNECTIONS);
        int usual = scenario.direct() ? usual() : LOGIN_CONNECTIONS;
        List<String> ways = scenario.direct() ? List.of("direct", "gateway") : List.of("gateway");
        warmUp(scenario, usual);
        double cost = 0;
        double rate = 0;
        for (int connections : steps) {
            for (String way : ways) {
                Measurement measured = load(scenario, way, connections);
                report.add(measured);
                if (connections == usual) {
                    cost = measured.cpuOfAll();
                    rate = measured.timing().rate() / scenario.requests() * HALF_LOAD;
                }
            }
        }
        for (String way : ways) {
            open(scenario, way, rate);
        }
        return cost;
    }

    private int usual() {
        return options.connections().get(options.connections().size() / 2);
    }

    private void warmUp(Scenario scenario, int connections) {
        double least = Double.MAX_VALUE;
        int steady = 0;
        for (int i = 0; i < options.warmUps() && steady < 2; i++) {
            double cost = load(scenario, "gateway", connections).cpuOfAll();
            steady = cost > least * (1 - STILL_FALLING) ? steady + 1 : 0;
            least = Math.min(least, cost);
        }
    }

    private Measurement load(Scenario scenario, String way, int connections) {
        Load load = new Load(port(way), connections, options.slice());
        return meter.measure(scenario.name(), way, "closed", connections, 0, () -> load.closed(scenario));
    }

    private void open(Scenario scenario, String way, double rate) {
        int connections = options.connections().getLast();
        Load load = new Load(port(way), connections, options.slice());
        report.add(meter.measure(scenario.name(), way, "open", connections, rate, () -> load.open(scenario, rate)));
    }

    /// 65 % single reads, 25 % pages, 7 % changes, and 3 % logins and refreshes, at half load.
    private void mix(List<Scenario> all, Map<String, Double> costs) {
        Map<String, Double> shares = Map.of("one-task", 65.0, "page", 25.0, "create", 2.0, "move", 5.0, "login", 1.5);
        if (!costs.keySet().containsAll(shares.keySet())) {
            return;
        }
        Map<Scenario, Double> weights = new LinkedHashMap<>();
        double cost = 0;
        for (Scenario scenario : all) {
            double share = shares.getOrDefault(scenario.name(), 0.0);
            if (share > 0) {
                weights.put(scenario, share);
                cost += share * scenario.requests() * costs.getOrDefault(scenario.name(), 0.0) / 100;
            }
        }
        double rate = HALF_LOAD * Runtime.getRuntime().availableProcessors() * 1000 / cost;
        int connections = options.connections().getLast();
        Load load = new Load(port("gateway"), connections, options.slice().multipliedBy(2));
        report.add(meter.measure("mix", "gateway", "open", connections, rate, () -> load.mix(weights, rate)));
    }

    private int port(String way) {
        return ports.of(way.equals("direct") ? Service.TASK : Service.GATEWAY);
    }

    private static void remove(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
