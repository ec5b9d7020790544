package com.tasktracker.gateway.hygiene;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads requests, but refuses what the decoder below would silently mend and another reader might take otherwise:
/// request lines whose parts are not one space apart (RFC 9112, section 3), folded header fields (section 5.2) and
/// fields without a name. Bare line feeds and two lengths it refuses by itself.
public final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    /// Requests that a client may send before it has the answer to the first of them.
    private static final int MOST_AHEAD = 100;

    private boolean inHead = true;
    private int unanswered;
    private boolean headBegun;
    /// Of the head that is being read, in this piece or in one before: the next blank line ends it.
    private boolean lineSeen;
    /// Where the request line is, for as long as it takes to read it.
    private int lineStart;
    private int lineLength;
    private @Nullable ByteBuf lineBuffer;
    private long headSince;
    private boolean closing;
    private boolean stopped;
    private @Nullable Runnable onBrokenBody;

    private StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /// Puts one in the place of the connection's own decoder; to be called before anything was read.
    public static void guard(HttpConnection connection, HttpServerOptions options) {
        channel(connection).pipeline().replace("httpDecoder", "httpDecoder", new StrictRequestDecoder(options));
    }

    static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    private static StrictRequestDecoder of(HttpConnection connection) {
        return channel(connection).pipeline().get(StrictRequestDecoder.class);
    }

    /// What to do when the chunks of the body under way turn out to be none; the connection is closed where there is
    /// nothing to do.
    public static void onBrokenBody(HttpConnection connection, @Nullable Runnable refusal) {
        of(connection).onBrokenBody = refusal;
    }

    /// The response that is being written says that it is the last: requests that were sent ahead of it are not to be
    /// handled.
    public static void announceClose(HttpConnection connection) {
        of(connection).closing = true;
    }

    public static boolean isClosing(HttpConnection connection) {
        return of(connection).closing;
    }

    /// Takes nothing more from this connection; what the client still sends is thrown away.
    public static void stop(HttpConnection connection) {
        of(connection).stopped = true;
    }

    /// Tells the client that nothing more will come, while it may still be sending: were the connection just closed, it
    /// could lose what it was answered (RFC 9112, section 9.6). Whoever calls closes the connection in a moment.
    @SuppressWarnings(
            "FutureReturnValueIgnored") // whether it succeeds changes nothing: the connection is closed after it
    public static void hangUp(HttpConnection connection) {
        if (channel(connection) instanceof DuplexChannel channel) {
            channel.shutdownOutput();
        }
    }

    /// Whether the client has been writing the head of a request for longer than this.
    public static boolean isHeadOlderThan(HttpConnection connection, Duration limit, long now) {
        StrictRequestDecoder decoder = of(connection);
        return decoder.headBegun && now - decoder.headSince > limit.toNanos();
    }

    /// A request of this connection has been answered.
    public static void answered(HttpConnection connection) {
        StrictRequestDecoder decoder = of(connection);
        if (decoder != null) {
            decoder.unanswered--;
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        String version = initialLine[2];
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw new IllegalArgumentException("Not a version of HTTP that is spoken here");
        }
        if (!isOneSpaceApart(initialLine[0].length(), initialLine[1].length(), version.length())) {
            throw new IllegalArgumentException("Misshapen request line");
        }
        return super.createMessage(initialLine);
    }

    /// Elsewhere other white space may end a method or a target, or stand before it.
    private boolean isOneSpaceApart(int method, int target, int version) {
        ByteBuf buffer = lineBuffer;
        return buffer != null
                && lineLength == method + target + version + 2
                && buffer.getByte(lineStart + method) == ' '
                && buffer.getByte(lineStart + method + 1 + target) == ' ';
    }

    /// Stands for what could not even be read as far as its path.
    @Override
    protected HttpMessage createInvalidMessage() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", HeadersMultiMap.httpHeaders());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a connection that does not close is closed already
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        if (!stopped && inHead && isMisshapen(buffer)) {
            stopped = true;
            HttpMessage invalid = createInvalidMessage();
            invalid.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("Misshapen header field")));
            out.add(invalid);
        }
        if (stopped) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (inHead && !headBegun && buffer.isReadable()) {
            headBegun = true;
            headSince = System.nanoTime();
        }
        int before = out.size();
        super.decode(context, buffer, out);
        lineBuffer = null;
        if (out.size() > before) {
            headBegun = false;
            lineSeen = false;
            if (out.get(before) instanceof HttpRequest && ++unanswered > MOST_AHEAD) {
                stopped = true;
                context.close();
            }
            inHead = out.getLast() instanceof LastHttpContent;
            if (out.getLast() instanceof HttpContent content
                    && content.decoderResult().isFailure()) {
                out.removeLast();
                stopped = true;
                refuseBody(context);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a connection that does not close is closed already
    private void refuseBody(ChannelHandlerContext context) {
        Runnable refusal = onBrokenBody;
        if (refusal == null) {
            context.close();
        } else {
            onBrokenBody = null;
            refusal.run();
        }
    }

    /// Whether a line of the head begins with white space or a colon. The reader stands at the beginning of a line;
    /// blank ones may come before the first.
    private boolean isMisshapen(ByteBuf buffer) {
        int end = buffer.writerIndex();
        int line = buffer.readerIndex();
        while (line < end) {
            byte first = buffer.getByte(line);
            if (first == ' ' || first == '\t' || first == ':') {
                return true;
            }
            int lineFeed = buffer.indexOf(line, end, (byte) '\n');
            boolean isBlank = first == '\r' && lineFeed == line + 1;
            if (lineFeed < 0 || (isBlank && lineSeen)) {
                return false;
            }
            if (!isBlank && !lineSeen) {
                lineSeen = true;
                lineBuffer = buffer;
                lineStart = line;
                lineLength = lineFeed - 1 - line;
            }
            line = lineFeed + 1;
        }
        return false;
    }
}
