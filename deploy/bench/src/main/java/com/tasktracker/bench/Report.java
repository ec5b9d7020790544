package com.tasktracker.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The tables as they grow, and at the end `results.json` and `cpu.svg`.
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final List<String> COLOURS =
            List.of("#4477aa", "#aa3377", "#ccbb44", "#228833", "#66ccee", "#ee6677");
    private static final int BAR = 22;
    private static final int LABEL = 150;
    private static final int WIDTH = 620;

    private final PrintStream out;
    private final List<Start> starts = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void starts(List<Start> all) {
        starts.addAll(all);
        out.printf("%n%-16s %11s %8s %8s%n", "started", "ms to ready", "RSS MiB", "PSS MiB");
        for (Start start : all) {
            out.printf(
                    Locale.ROOT,
                    "%-16s %11s %8.0f %8.0f%n",
                    start.part(),
                    start.readyMillis() == null ? "" : start.readyMillis(),
                    start.residentMib(),
                    start.ownMib());
        }
        out.println();
    }

    void head() {
        out.printf(
                "%n%-10s %-8s %-7s %5s %9s %7s %8s %8s %8s  %s%n",
                "scenario",
                "way",
                "model",
                "conns",
                "req/s",
                "faults",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "CPU-ms a request: all (gateway identity team task postgres redis)");
    }

    void add(Measurement measured) {
        measurements.add(measured);
        Timing timing = measured.timing();
        StringBuilder parts = new StringBuilder();
        for (String part : Processes.PARTS) {
            parts.append(String.format(Locale.ROOT, " %.3f", measured.cpu().getOrDefault(part, 0.0)));
        }
        out.printf(
                Locale.ROOT,
                "%-10s %-8s %-7s %5d %9.0f %7d %8.2f %8.2f %8.2f  %.3f (%s)%n",
                measured.scenario(),
                measured.way(),
                measured.model(),
                measured.connections(),
                timing.rate(),
                timing.faults(),
                timing.p50(),
                timing.p99(),
                timing.p999(),
                measured.cpuOfAll(),
                parts.toString().strip());
    }

    /// Writes the files; the facts about machine and suite go into the JSON beside the measurements.
    void write(Path folder, List<Scenario> scenarios, int usual, Map<String, Object> facts) throws IOException {
        Files.createDirectories(folder);
        JSON.writeValue(
                folder.resolve("results.json").toFile(),
                Map.of("facts", facts, "starts", starts, "measurements", measurements));
        Files.writeString(folder.resolve("cpu.svg"), picture(scenarios, usual));
        out.println("Results: " + folder.resolve("results.json") + ", " + folder.resolve("cpu.svg"));
    }

    /// CPU a request through the gateway at the usual number of connections, as bars of parts, with the aims as lines.
    private String picture(List<Scenario> scenarios, int usual) {
        List<Measurement> shown = measurements.stream()
                .filter(each -> each.way().equals("gateway") && each.model().equals("closed"))
                .filter(each -> each.connections() == usual)
                .filter(each -> !each.scenario().equals("login"))
                .toList();
        double most = shown.stream().mapToDouble(Measurement::cpuOfAll).max().orElse(1);
        double scale = (WIDTH - LABEL - 60) / Math.max(1, most);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH,
                shown.size() * (BAR + 8) + 60));
        int y = 10;
        for (Measurement each : shown) {
            y = bar(svg, each, aim(scenarios, each.scenario()), scale, y);
        }
        legend(svg, y + 14);
        return svg.append("</svg>\n").toString();
    }

    private static int bar(StringBuilder svg, Measurement measured, double aim, double scale, int y) {
        text(svg, 8, y + 15, measured.scenario());
        double x = LABEL;
        for (String part : Processes.PARTS) {
            double width = measured.cpu().getOrDefault(part, 0.0) * scale;
            rectangle(svg, x, y, width, COLOURS.get(Processes.PARTS.indexOf(part)));
            x += width;
        }
        text(svg, x + 6, y + 15, String.format(Locale.ROOT, "%.2f ms", measured.cpuOfAll()));
        if (aim > 0) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"black\" stroke-dasharray=\"3 2\"/>%n",
                    LABEL + aim * scale,
                    y - 3,
                    y + BAR + 3));
        }
        return y + BAR + 8;
    }

    private static void legend(StringBuilder svg, int y) {
        int x = 8;
        for (String part : Processes.PARTS) {
            rectangle(svg, x, y, 12, COLOURS.get(Processes.PARTS.indexOf(part)));
            text(svg, x + 16, y + 15, part);
            x += 30 + part.length() * 6;
        }
        text(svg, 8, y + 36, "CPU-ms a request through the gateway; dashed: the aim");
    }

    private static void rectangle(StringBuilder svg, double x, int y, double width, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                BAR,
                colour));
    }

    private static void text(StringBuilder svg, double x, int y, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>%n", x, y, text));
    }

    private static double aim(List<Scenario> scenarios, String name) {
        return scenarios.stream()
                .filter(scenario -> scenario.name().equals(name))
                .mapToDouble(Scenario::aim)
                .findFirst()
                .orElse(0);
    }
}
