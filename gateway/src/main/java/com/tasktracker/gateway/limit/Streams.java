package com.tasktracker.gateway.limit;

import com.tasktracker.gateway.config.GatewayConfig;
import com.tasktracker.gateway.exchange.Exchange;
import com.tasktracker.gateway.exchange.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many event streams each client has open at this gateway. A stream is one request, but holds a connection to a
/// replica for as long as it lasts: without a bound, one client could take all that there are.
@ApplicationScoped
public class Streams {
    private static final String SECONDS_TO_WAIT = "10";

    private final int mostOfUser;
    private final int mostOfAddress;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    public Streams(GatewayConfig config) {
        this.mostOfUser = config.streamsPerUser();
        this.mostOfAddress = config.streamsPerAddress();
    }

    /// Counts one more of the user whose token was shown, else of the address, until the exchange is over; refuses it
    /// if that is too many.
    ///
    /// @return whether it was counted
    public boolean admit(Exchange exchange) {
        String client = exchange.caller();
        int most = exchange.user().isEmpty() ? mostOfAddress : mostOfUser;
        if (open.merge(client, 1, Integer::sum) > most && most > 0) {
            leave(client);
            exchange.limited();
            exchange.response().putHeader("retry-after", SECONDS_TO_WAIT);
            exchange.refuse(
                    ProblemType.RATE_LIMITED, "There may be " + most + " event streams at a time. Close one first.");
            return false;
        }
        exchange.afterwards(() -> leave(client));
        return true;
    }

    private void leave(String client) {
        open.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }

    /// How many are open, of all clients.
    public int count() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }
}
