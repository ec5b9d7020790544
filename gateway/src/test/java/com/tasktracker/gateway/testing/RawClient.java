package com.tasktracker.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A client that writes what it likes.
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    public RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends this, with each `\n` as CRLF, and `␊` as a bare LF.
    public RawClient send(String text) {
        return sendBytes(text.replace("\n", "\r\n").replace('␊', '\n').getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads one response with a Content-Length.
    public Answer read() {
        try {
            InputStream in = socket.getInputStream();
            String head = readHead(in);
            int status = Integer.parseInt(head.substring(9, 12));
            String length = field(head, "content-length");
            byte[] body =
                    in.readNBytes(length.isEmpty() || status == 204 || status < 200 ? 0 : Integer.parseInt(length));
            String text = new String(body, StandardCharsets.UTF_8);
            if (status >= 400) {
                Client.assertDocumented(field(head, "content-type"), text);
            }
            return new Answer(status, head, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("Closed after: " + head);
            }
            head.write(read);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /// The status of a response, of which no more than its head is read.
    public int status() {
        try {
            return Integer.parseInt(readHead(socket.getInputStream()).substring(9, 12));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether there is something to read.
    public boolean isThere() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Everything until the other side closes, which it must.
    public String readToEnd() {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whatever is there next, at least one byte.
    public String readSome() {
        try {
            byte[] buffer = new byte[4096];
            int read = socket.getInputStream().read(buffer);
            return read < 0 ? "" : new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String field(String head, String name) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    /// What came back.
    public record Answer(int status, String head, String body) {
        public String field(String name) {
            return RawClient.field(head, name);
        }

        public JsonObject json() {
            return new JsonObject(body);
        }

        /// Checks that it is a problem.
        public JsonObject problem(int expected, String type) {
            assertThat(status).as(head + body).isEqualTo(expected);
            assertThat(field("content-type")).isEqualTo("application/problem+json");
            Client.assertProblem(json(), expected, type);
            assertThat(field("x-request-id")).isEqualTo(json().getString("request_id"));
            return json();
        }
    }
}
