package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.local.Wire.Call;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The page of the documentation in a real browser. Its pictures are left in `target/docs-page*.png`.
@Tag("slow")
@ExtendWith(SharedSuite.class)
class DocsPageTest {

    private static final Path PICTURES = Path.of("target");

    @Test
    void thePageListsAllRoutesAuthorisesAndPerformsACall(Suite suite, @TempDir Path folder) throws Exception {
        Optional<Path> chromium = Browser.find("chromium");
        Optional<Path> driver = Browser.find("chromedriver");
        assumeTrue(chromium.isPresent() && driver.isPresent(), "needs chromium and chromedriver (chromium-driver)");
        Wire wire = new Wire(suite.gateway());
        ContractDocument document = new ContractDocument(
                wire.send(Call.of("GET", "/api/openapi.json", null)).json());
        String name = "reader" + Suite.freePort();
        Api.at(suite.gateway()).register(name);
        String token = wire.send(Call.of("POST", "/auth/login", null)
                        .with(
                                "application/json",
                                Api.object()
                                        .put("login", name)
                                        .put("password", Api.PASSWORD)
                                        .toString()))
                .json()
                .path("access_token")
                .asText();

        try (Browser browser = new Browser(chromium.get(), driver.get(), folder.resolve("profile"))) {
            browser.open(suite.gateway().resolve("/api/docs"));
            int routes = document.operations().size();
            Suite.await("all routes are listed", () -> browser.count(".opblock") == routes);
            document.operations()
                    .forEach(
                            operation -> assertThat(browser.count("[id^='operations-'][id$='-" + operation.id() + "']"))
                                    .as(operation.id())
                                    .isEqualTo(1));
            browser.screenshot(PICTURES.resolve("docs-page.png"));

            browser.click(".scheme-container .btn.authorize");
            browser.type(".auth-container input", token);
            browser.click(".auth-container .btn.authorize");
            browser.click(".auth-container .btn-done");
            assertThat(browser.count(".scheme-container .btn.authorize.locked")).isEqualTo(1);

            browser.click("#operations-Users-getMe .opblock-summary-control");
            browser.click("#operations-Users-getMe .btn.execute");
            Suite.await(
                    "the call is answered", () -> browser.count("#operations-Users-getMe .live-responses-table") > 0);
            assertThat(browser.text("#operations-Users-getMe .live-responses-table .response-col_status"))
                    .contains("200");
            assertThat(browser.text("#operations-Users-getMe .live-responses-table"))
                    .contains(name);
            browser.run("document.querySelector('#operations-Users-getMe').scrollIntoView()");
            browser.screenshot(PICTURES.resolve("docs-page-call.png"));

            for (JsonNode line : browser.console()) {
                assertThat(line.path("level").asText()).as(line.toString()).isNotEqualTo("SEVERE");
            }
        }
    }
}
