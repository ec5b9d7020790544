package com.tasktracker.identity.user;

import com.tasktracker.kit.body.Check;
import com.tasktracker.kit.problem.Fault.Code;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// An absolute `https` address (RFC 3986) with a host and without credentials.
@RegisterForReflection
public final class HttpsUrl implements Check {

    @Override
    public Optional<Finding> judge(String text) {
        return isOne(text)
                ? Optional.empty()
                : Optional.of(new Finding(Code.MALFORMED, "must be an address such as https://example.com/ada.png"));
    }

    private static boolean isOne(String text) {
        try {
            URI uri = new URI(text);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
