package com.tasktracker.gateway.hygiene;

import com.tasktracker.gateway.config.GatewayConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who a request comes from. What it says of that itself is believed only of a proxy that is trusted, and of what lies
/// before that proxy no more than what trusted ones added.
@ApplicationScoped
public class Clients {
    private static final String FORWARDED_FOR = "x-forwarded-for";

    private final Networks trusted;

    public Clients(GatewayConfig config) {
        this.trusted = new Networks(config.trustedProxies().orElse(List.of()));
    }

    public Client of(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        String host = request.getHeader("host");
        InetAddress address = trusted.isEmpty() ? null : Networks.addressOf(peer);
        if (address == null || !trusted.contains(address)) {
            return new Client(peer, "http", host == null ? "" : host);
        }
        MultiMap fields = request.headers();
        String scheme = fields.get("x-forwarded-proto");
        String forwardedHost = fields.get("x-forwarded-host");
        return new Client(
                furthestKnown(fields.getAll(FORWARDED_FOR), address).getHostAddress(),
                "https".equalsIgnoreCase(scheme) ? "https" : "http",
                forwardedHost != null && Framing.isHost(forwardedHost) ? forwardedHost : host == null ? "" : host);
    }

    /// Walks from the nearest proxy outward, to the first that is not trusted.
    private InetAddress furthestKnown(List<String> values, InetAddress peer) {
        InetAddress known = peer;
        List<String> hops = List.of(String.join(",", values).split(",", -1));
        for (String hop : hops.reversed()) {
            @Nullable InetAddress address = Networks.addressOf(hop);
            if (address == null) {
                return known;
            }
            known = address;
            if (!trusted.contains(address)) {
                return known;
            }
        }
        return known;
    }

    /// What is known of a client.
    ///
    /// @param address of the client, without a port
    /// @param scheme that the client used, `http` or `https`
    /// @param host that the client asked for, empty if it named none
    public record Client(String address, String scheme, String host) {
        /// Whom to count it as: those who have an IPv6 address have 2^64 of them, which are one.
        public String network() {
            if (address.indexOf(':') < 0) {
                return address;
            }
            int zone = address.indexOf('%');
            byte[] bytes = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone))
                    .getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
        }
    }
}
