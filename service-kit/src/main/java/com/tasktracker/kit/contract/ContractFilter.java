package com.tasktracker.kit.contract;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.jboss.jandex.IndexView;

/// Makes the document of a service from its routes as they are declared, and from the rules by which its bodies are
/// checked, so that neither can say something else than the other. It runs when the service is built.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ContractFilter implements OASFilter {

    private final IndexView index;

    public ContractFilter(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Schemas schemas = new Schemas(Examples.load());
        Refusals refusals = new Refusals(schemas);
        Operations operations = new Operations(schemas, refusals);
        Paths paths = OASFactory.createPaths();
        for (DeclaredRoute route : DeclaredRoute.of(index)) {
            PathItem item = paths.getPathItem(route.template());
            if (item == null) {
                item = OASFactory.createPathItem();
                paths.addPathItem(route.template(), item);
            }
            item.setOperation(PathItem.HttpMethod.valueOf(route.verb()), operations.of(route));
        }
        Components components = OASFactory.createComponents();
        components.setSchemas(schemas.all());
        components.setResponses(refusals.shared());
        components.setParameters(new TreeMap<>(operations.sharedParameters()));
        components.setHeaders(operations.sharedHeaders());
        document.setComponents(components);
        document.setPaths(paths);
        document.setTags(null);
    }
}
