package com.tasktracker.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/// A server's port behind TLS: what comes in encrypted goes on in plain.
final class TlsDoor implements AutoCloseable {

    private final ServerSocket outside;
    private final int inside;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    TlsDoor(SSLContext context, int inside) throws IOException {
        this.inside = inside;
        this.outside = context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::open);
    }

    int port() {
        return outside.getLocalPort();
    }

    private void open() {
        while (!outside.isClosed()) {
            try {
                Socket from = outside.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), inside);
                open.add(from);
                open.add(to);
                Thread.startVirtualThread(() -> pass(from, to));
                Thread.startVirtualThread(() -> pass(to, from));
            } catch (IOException e) {
                // Closed, or the server behind is gone: whoever asked sees a connection that is not made.
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // The other end has gone.
        }
    }

    @Override
    public void close() {
        try {
            outside.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
