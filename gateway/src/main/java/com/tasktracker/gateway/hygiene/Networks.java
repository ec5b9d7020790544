package com.tasktracker.gateway.hygiene;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A set of networks, each an address or `address/prefix length` (RFC 4632, RFC 4291).
final class Networks {
    private record Network(InetAddress address, int bits) {
        boolean contains(byte[] other) {
            byte[] ours = address.getAddress();
            if (other.length != ours.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit));
                if (((other[bit / 8] ^ ours[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> networks;

    Networks(List<String> texts) {
        this.networks = texts.stream().map(Networks::parse).toList();
    }

    private static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = addressOf(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("Not a network: " + text);
        }
        int longest = address.getAddress().length * 8;
        int bits = slash < 0 ? longest : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > longest) {
            throw new IllegalArgumentException("Not a network: " + text);
        }
        return new Network(address, bits);
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Network network : networks) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    /// The address that this is, perhaps with a port; null if it is none. Asks no name server. An IPv4 address in an
    /// IPv6 one comes out as what it is.
    static @Nullable InetAddress addressOf(String text) {
        String bare = text.strip();
        int bracket = bare.indexOf(']');
        if (bare.startsWith("[") && bracket > 0) {
            bare = bare.substring(1, bracket);
        } else if (bare.indexOf('.') > 0 && bare.indexOf(':') > 0 && bare.indexOf(':') == bare.lastIndexOf(':')) {
            bare = bare.substring(0, bare.indexOf(':'));
        }
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
