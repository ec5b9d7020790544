package com.tasktracker.kit.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;

/// Holds every refusal that REST Assured meets, in any Quarkus test of a service, against [RefusalRules], whatever the
/// test itself looks at. Quarkus finds it as a service and calls it in the class loader of the tests, which is where
/// the filters are.
public final class RefusalCheck implements QuarkusTestBeforeClassCallback {

    @Override
    public void beforeClass(Class<?> testClass) {
        if (RestAssured.filters().stream().noneMatch(RefusalFilter.class::isInstance)) {
            RestAssured.filters(new RefusalFilter());
        }
    }

    private static final class RefusalFilter implements Filter {

        @Override
        public Response filter(
                FilterableRequestSpecification request,
                FilterableResponseSpecification expected,
                FilterContext context) {
            Response response = context.next(request, expected);
            if (response.statusCode() >= 400) {
                RefusalRules.ofProject()
                        .check(
                                request.getMethod(),
                                URI.create(request.getURI()).getRawPath(),
                                response.statusCode(),
                                response.contentType(),
                                response.header("X-Request-Id"),
                                response.asString());
            }
            return response;
        }
    }
}
