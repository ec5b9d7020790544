package com.tasktracker.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A service that answers whatever comes with the same bytes, and closes.
public final class RawService implements AutoCloseable {
    private final ServerSocket server;
    private final byte[] answer;

    public RawService(String answer) {
        this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::serve);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                byte[] request = new byte[4096];
                if (socket.getInputStream().read(request) > 0) {
                    socket.getOutputStream().write(answer);
                    socket.getOutputStream().flush();
                }
            } catch (IOException _) {
                // The other side is gone, or the test is over: the next one is served, if there is one.
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
