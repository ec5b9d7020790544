package com.tasktracker.identity.throttle;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Whom an address stands for: an IPv4 address for itself, an IPv6 address for its /64, all of which one customer has.
public final class Network {

    private static final int PREFIX_BYTES = 8;

    private Network() {}

    /// The network of an address; what is no address stands for itself.
    public static String of(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), PREFIX_BYTES)) + "/64"
                    : address;
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
