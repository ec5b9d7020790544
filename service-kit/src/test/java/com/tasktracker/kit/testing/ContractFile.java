package com.tasktracker.kit.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tasktracker.kit.contract.ContractFilter;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.jboss.jandex.Indexer;

/// The document of a service as the gateway holds it among its resources: a change of the contract is seen in review,
/// and the gateway asks nobody for it.
public final class ContractFile {

    private static final Path CLASSES = Path.of("target", "classes");

    private ContractFile() {}

    /// Fails where the gateway holds something else than what the service's classes say. With `-Dcontract.write` it is
    /// written anew first.
    public static void check(String service) throws IOException {
        Path file = Path.of("..", "gateway", "src", "main", "resources", "openapi", service + ".json");
        String current = current();
        if (System.getProperty("contract.write") != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, current);
        }
        if (!Files.exists(file) || !Files.readString(file).equals(current)) {
            throw new AssertionError(
                    "The contract has changed. If that is meant, run this test with -Dcontract.write and " + "commit "
                            + file.normalize());
        }
    }

    private static String current() throws IOException {
        Indexer indexer = new Indexer();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            List<Path> classes =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            for (Path file : classes) {
                try (InputStream bytes = Files.newInputStream(file)) {
                    indexer.index(bytes);
                }
            }
        }
        OpenAPI model = OASFactory.createOpenAPI()
                .openapi("3.1.0")
                .info(OASFactory.createInfo().title("").version(""));
        new ContractFilter(indexer.complete()).filterOpenAPI(model);
        return indented(SmallRyeOpenAPI.builder()
                .withConfig(org.eclipse.microprofile.config.ConfigProvider.getConfig())
                .withInitialModel(model)
                .defaultRequiredProperties(false)
                .enableModelReader(false)
                .enableStandardStaticFiles(false)
                .enableAnnotationScan(false)
                .enableStandardFilter(false)
                .build()
                .toJSON());
    }

    private static String indented(String document) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return mapper.writer(printer).writeValueAsString(mapper.readValue(document, Object.class)) + "\n";
    }
}
