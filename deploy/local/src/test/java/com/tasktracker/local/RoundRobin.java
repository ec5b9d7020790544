package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.kit.testing.RefusalRules;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client that takes gateways in turn, over connections that it keeps, and knows no better than to turn to the next
/// where a connection is refused. Nothing else is tried again: what is lost on the way shows. For one thread.
final class RoundRobin implements AutoCloseable {

    private static final int LIMIT_MILLIS = (int) TimeUnit.SECONDS.toMillis(30);

    /// An answer; its body is missing where there is none.
    ///
    /// @param fields of its head, by their names in lower case
    record Reply(int status, Map<String, String> fields, JsonNode body) {}

    private record Line(Socket socket, InputStream in) {}

    private final List<Integer> ports;
    private final Map<Integer, Line> kept = new HashMap<>();
    private int turn;

    /// @param ports of the gateways, on the loopback address
    RoundRobin(List<Integer> ports) {
        this.ports = List.copyOf(ports);
    }

    Reply send(String method, String path, @Nullable String token, @Nullable JsonNode body) throws IOException {
        String content = body == null ? "" : body.toString();
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                + (body == null ? "" : "Content-Type: application/json\r\n")
                + (body == null && method.equals("GET") ? "" : "Content-Length: " + bytes.length + "\r\n")
                + "\r\n";
        int port = ports.get(turn++ % ports.size());
        Line line = kept.remove(port);
        if (line == null) {
            try {
                line = connect(port);
            } catch (ConnectException _) {
                port = ports.get(turn++ % ports.size());
                line = kept.containsKey(port) ? kept.remove(port) : connect(port);
            }
        }
        line.socket.getOutputStream().write((head + content).getBytes(StandardCharsets.UTF_8));
        Reply reply = read(port, line);
        RefusalRules.ofProject()
                .check(
                        method,
                        path,
                        reply.status,
                        reply.fields.get("content-type"),
                        reply.fields.get("x-request-id"),
                        reply.body.toString());
        return reply;
    }

    private static Line connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MILLIS);
        return new Line(socket, new BufferedInputStream(socket.getInputStream()));
    }

    private Reply read(int port, Line line) throws IOException {
        int status = Integer.parseInt(readLine(line.in).substring(9, 12));
        Map<String, String> fields = new HashMap<>();
        for (String field = readLine(line.in); !field.isEmpty(); field = readLine(line.in)) {
            int colon = field.indexOf(':');
            fields.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        byte[] body = status == 204 ? new byte[0] : readBody(line.in, fields);
        if (fields.getOrDefault("connection", "").equalsIgnoreCase("close")) {
            line.socket.close();
        } else {
            kept.put(port, line);
        }
        return new Reply(status, fields, body.length == 0 ? Wire.JSON.missingNode() : Wire.JSON.readTree(body));
    }

    private static byte[] readBody(InputStream in, Map<String, String> fields) throws IOException {
        if (!fields.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return readExactly(in, Integer.parseInt(fields.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = Integer.parseInt(readLine(in), 16);
        while (size > 0) {
            body.writeBytes(readExactly(in, size));
            readLine(in);
            size = Integer.parseInt(readLine(in), 16);
        }
        readLine(in);
        return body.toByteArray();
    }

    private static byte[] readExactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("The answer broke off after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        if (next < 0) {
            throw new EOFException("The connection was closed after: " + line);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        for (Line line : kept.values()) {
            line.socket.close();
        }
    }
}
