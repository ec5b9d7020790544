package com.tasktracker.gateway.hygiene;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/// The socket that all doors listen at. Vert.x closes it only together with the connections that came in by it, which
/// are to be served to their end first; so it is taken from the first of them.
public final class Listener {
    private volatile @Nullable Channel socket;
    private volatile boolean closed;

    /// This connection came in by it.
    public void admitted(HttpConnection connection) {
        if (socket == null) {
            socket = StrictRequestDecoder.channel(connection).parent();
        }
        if (closed) {
            close();
        }
    }

    /// Takes no more connections. Where none ever came, nobody asks this gateway for anything.
    @SuppressWarnings("FutureReturnValueIgnored") // a listener that does not close is closed already
    public void close() {
        closed = true;
        Channel known = socket;
        if (known != null) {
            known.close();
        }
    }
}
