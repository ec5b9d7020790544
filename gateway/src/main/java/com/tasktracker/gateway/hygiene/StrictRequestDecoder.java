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

/// Reads requests, but refuses what the decoder below would silently mend and the server behind might read another way:
/// folded header
/// fields (RFC 9112, section 5.2) and fields without a name. Bare line feeds and two lengths it refuses by itself.
public final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private boolean inHead = true;
    private boolean headBegun;
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

    private static Channel channel(HttpConnection connection) {
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
    /// could lose what it
    /// was answered (RFC 9112, section 9.6). Whoever calls closes the connection in a moment.
    @SuppressWarnings(
            "FutureReturnValueIgnored") // whether it succeeds changes nothing: the connection is closed after it
    public static void hangUp(HttpConnection connection) {
        if (channel(connection) instanceof DuplexChannel channel) {
            channel.shutdownOutput();
        }
    }

    /// Has the port that this connection came in at take no more of them.
    @SuppressWarnings("FutureReturnValueIgnored") // a listener that does not close is closed already
    public static void stopListening(HttpConnection connection) {
        Channel listener = channel(connection).parent();
        if (listener != null) {
            listener.close();
        }
    }

    /// Whether the client has been writing the head of a request for longer than this.
    public static boolean isHeadOlderThan(HttpConnection connection, Duration limit, long now) {
        StrictRequestDecoder decoder = of(connection);
        return decoder.headBegun && now - decoder.headSince > limit.toNanos();
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        String version = initialLine[2];
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw new IllegalArgumentException("Not a version of HTTP that is spoken here");
        }
        return super.createMessage(initialLine);
    }

    /// Stands for what could not even be read as far as its path.
    @Override
    protected HttpMessage createInvalidMessage() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", HeadersMultiMap.httpHeaders());
    }

    @Override
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
        if (out.size() > before) {
            headBegun = false;
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

    /// Whether a line of the head begins with white space or a colon. The reader stands at the beginning of a line.
    private static boolean isMisshapen(ByteBuf buffer) {
        int end = buffer.writerIndex();
        int line = buffer.readerIndex();
        while (line < end) {
            byte first = buffer.getByte(line);
            if (first == ' ' || first == '\t' || first == ':') {
                return true;
            }
            int lineFeed = buffer.indexOf(line, end, (byte) '\n');
            boolean last = first == '\r' && lineFeed == line + 1 && line != buffer.readerIndex();
            if (lineFeed < 0 || last) {
                return false;
            }
            line = lineFeed + 1;
        }
        return false;
    }
}
