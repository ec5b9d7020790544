package com.tasktracker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything is known to those who read it, so that no misspelt member is passed over in silence.
class StrictnessTest {

    private static final Map<String, Class<? extends HasMetadata>> CORE = Map.ofEntries(
            Map.entry("Namespace", Namespace.class),
            Map.entry("Service", Service.class),
            Map.entry("ServiceAccount", ServiceAccount.class),
            Map.entry("ConfigMap", ConfigMap.class),
            Map.entry("Deployment", Deployment.class),
            Map.entry("StatefulSet", StatefulSet.class),
            Map.entry("Job", Job.class),
            Map.entry("CronJob", CronJob.class),
            Map.entry("HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("NetworkPolicy", NetworkPolicy.class));
    /// Of the Barman Cloud plugin, whose schema is not among those at hand.
    private static final Set<String> UNCHECKED = Set.of("ObjectStore");

    /// Without the members that fabric8 keeps unknown ones in, so that they are refused. And a label that is `true` is
    /// refused, as a cluster refuses it: only `"true"` is a text.
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .build();

    @ParameterizedTest
    @EnumSource
    void nothingIsThereTwice(Overlay overlay) {
        Set<String> seen = new HashSet<>();
        assertThat(overlay.manifests()).allMatch(manifest -> seen.add(manifest.toString()));
        assertThat(overlay.manifests()).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @EnumSource
    void coreResourcesHaveNoUnknownMember(Overlay overlay) throws JsonProcessingException {
        for (Manifest manifest : overlay.manifests()) {
            Class<? extends HasMetadata> type = CORE.get(manifest.kind());
            if (type != null) {
                HasMetadata read = STRICT.treeToValue(manifest.document(), type);
                assertThat(read.getApiVersion()).as(manifest.toString()).isEqualTo(manifest.apiVersion());
                assertThat(HasMetadata.getApiVersion(type))
                        .as(manifest.toString())
                        .isEqualTo(manifest.apiVersion());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void customResourcesFitTheirSchemas(Overlay overlay) throws IOException {
        Path schemas = Overlay.ROOT.resolve("../shared/schemas").normalize();
        assumeTrue(Files.isDirectory(schemas), "the schemas of custom resources are not beside the project");
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V7);
        for (Manifest manifest : overlay.manifests()) {
            if (CORE.containsKey(manifest.kind()) || UNCHECKED.contains(manifest.kind())) {
                continue;
            }
            String group =
                    manifest.apiVersion().substring(0, manifest.apiVersion().indexOf('/'));
            String version =
                    manifest.apiVersion().substring(manifest.apiVersion().indexOf('/') + 1);
            Path file =
                    schemas.resolve(group).resolve(manifest.kind().toLowerCase(Locale.ROOT) + "_" + version + ".json");
            assertThat(file).as(manifest.toString()).isRegularFile();
            JsonSchema schema = factory.getSchema(Files.readString(file));
            assertThat(schema.validate(manifest.document()))
                    .as(overlay + ": " + manifest)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"metadata\": {\"labels\": {\"ingress\": true}}}",
                "{\"metadata\": {\"labels\": {\"version\": 1}}}",
                "{\"metadata\": {\"labels\": {\"version\": 1.5}}}",
                "{\"spec\": {\"sessionAffinity\": false}}",
                "{\"spec\": {\"publishNotReadyAddresses\": \"true\"}}",
                "{\"spec\": {\"ports\": [{\"port\": \"8080\"}]}}"
            })
    void aValueOfTheWrongKindIsFound(String service) {
        assertThat(catchThrowable(() -> STRICT.readValue(service, Service.class)))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContainingAll("Cannot coerce", "value");
    }

    @Test
    void aMisspeltMemberIsFound() {
        assertThat(catchThrowable(
                        () -> STRICT.readValue("{\"kind\": \"Service\", \"spec\": {\"port\": []}}", Service.class)))
                .hasMessageContaining("\"port\"");
    }
}
