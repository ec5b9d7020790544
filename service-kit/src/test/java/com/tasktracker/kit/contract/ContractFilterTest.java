package com.tasktracker.kit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tasktracker.kit.sample.NoteResource;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

class ContractFilterTest {

    private static OpenAPI document() throws IOException {
        OpenAPI document = OASFactory.createOpenAPI();
        new ContractFilter(Index.of(NoteResource.class)).filterOpenAPI(document);
        return document;
    }

    private static Schema schema(OpenAPI document, String name) {
        return Objects.requireNonNull(document.getComponents().getSchemas().get(name));
    }

    private static Schema property(OpenAPI document, String schema, String name) {
        return Objects.requireNonNull(schema(document, schema).getProperties().get(name));
    }

    @Test
    void aBodyIsDescribedByTheRulesThatItIsCheckedBy() throws IOException {
        OpenAPI document = document();
        Schema body = schema(document, "NewNote");

        assertThat(body.getRequired()).containsExactly("title");
        assertThat(body.getAdditionalPropertiesSchema().getBooleanSchema()).isFalse();
        assertThat(body.getExtensions().get("x-read-only"))
                .isEqualTo(List.of("created_at", "created_by", "id", "updated_at", "version"));
        assertThat(property(document, "NewNote", "title").getMinLength()).isEqualTo(1);
        assertThat(property(document, "NewNote", "title").getMaxLength()).isEqualTo(20);
        assertThat(property(document, "NewNote", "title").getType()).containsExactly(SchemaType.STRING);
        assertThat(property(document, "NewNote", "body").getType()).containsExactly(SchemaType.STRING, SchemaType.NULL);
        assertThat(property(document, "NewNote", "slug").getPattern()).isEqualTo("^(?:[a-z]+)$");
        assertThat(property(document, "NewNote", "labels").getMaxItems()).isEqualTo(3);
        assertThat(property(document, "NewNote", "labels").getItems().getMaxLength())
                .isEqualTo(5);
        assertThat(property(document, "NewNote", "owner").getFormat()).isEqualTo("uuid");
        assertThat(property(document, "NewNote", "due_date").getDescription()).contains("bare date");
        assertThat(property(document, "NewNote", "metadata").getDescription()).contains("64 bytes");
        assertThat(property(document, "NewNote", "pinned").getType())
                .containsExactly(SchemaType.BOOLEAN, SchemaType.NULL);
        assertThat(property(document, "Frame", "width").getMaximum()).isEqualByComparingTo("9");
        assertThat(schema(document, "Colour").getEnumeration()).containsExactly("red", "green");
    }

    @Test
    void aMemberOfAPatchMayBeAbsentAndIsClearedWhereItMayBe() throws IOException {
        OpenAPI document = document();

        assertThat(schema(document, "NoteEdit").getRequired()).isNullOrEmpty();
        assertThat(property(document, "NoteEdit", "title").getType()).containsExactly(SchemaType.STRING);
        assertThat(property(document, "NoteEdit", "body").getType()).contains(SchemaType.NULL);
    }

    @Test
    void aRouteSaysWhatItTakesAndAnswers() throws IOException {
        OpenAPI document = document();
        Operation create = document.getPaths().getPathItem("/notes").getPOST();
        Operation change = document.getPaths().getPathItem("/notes/{id}").getPATCH();
        Operation list = document.getPaths().getPathItem("/notes").getGET();
        Operation ask = document.getPaths().getPathItem("/notes/asked").getGET();

        assertThat(create.getOperationId()).isEqualTo("createNote");
        assertThat(create.getResponses().getAPIResponses().keySet())
                .containsExactlyInAnyOrder("201", "400", "401", "403", "406", "409", "413", "415", "422", "500", "503");
        assertThat(create.getResponses().getAPIResponse("201").getHeaders())
                .containsKeys("Location", "ETag", "Idempotency-Replayed", "X-Request-Id");
        assertThat(create.getRequestBody().getContent().getMediaTypes()).containsOnlyKeys("application/json");
        assertThat(change.getRequestBody().getContent().getMediaTypes())
                .containsOnlyKeys("application/merge-patch+json", "application/json");
        assertThat(change.getResponses().getAPIResponses()).containsKeys("200", "202", "404", "412");
        assertThat(list.getParameters()).extracting("name").contains("search", "ordering", "cursor", "page_size");
        assertThat(document.getPaths()
                        .getPathItem("/notes/{id}")
                        .getGET()
                        .getResponses()
                        .getAPIResponses())
                .containsKeys("200", "304", "404");
        assertThat(ask.getSecurity()).hasSize(2);
        assertThat(document.getPaths().getPathItem("/notes/defect")).isNull();
    }

    @Test
    void examplesAreWholeAndNoTypeOfProblemIsMadeUp() throws IOException {
        OpenAPI document = document();

        assertThat(document.getPaths()
                        .getPathItem("/notes")
                        .getPOST()
                        .getRequestBody()
                        .getContent()
                        .getMediaType("application/json")
                        .getExample())
                .asString()
                .contains("title=Milk", "frame={kind=oak, width=3}");
        assertThatThrownBy(() -> ProblemType.named("out-of-milk")).isInstanceOf(IllegalArgumentException.class);
    }
}
