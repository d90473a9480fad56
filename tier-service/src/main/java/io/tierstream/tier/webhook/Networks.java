package io.tierstream.tier.webhook;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which addresses may be called: those of the public internet, and what is allowed by configuration. Loopback, link-local,
 * private, shared, multicast and reserved addresses are not, nor those that wrap one of them.
 */
final class Networks {

    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+/\\d{1,3}");

    /** Of IPv4 all but these is public. */
    private static final List<Network> CLOSED_4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    /** Of IPv6 only this is public, */
    private static final Network GLOBAL_6 = Network.of("2000::/3");

    /** but these wrap IPv4 addresses or are reserved. */
    private static final List<Network> CLOSED_6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private final List<Network> allowed;

    /**
     * With what is allowed besides.
     *
     * @throws IllegalArgumentException if one is no network in CIDR notation
     */
    Networks(List<String> allowed) {
        this.allowed = allowed.stream().map(Network::of).toList();
    }

    boolean mayCall(InetAddress address) {
        return isPublic(address) || allowed.stream().anyMatch(network -> network.contains(address));
    }

    private static boolean isPublic(InetAddress address) {
        return address.getAddress().length == 4
                ? CLOSED_4.stream().noneMatch(network -> network.contains(address))
                : GLOBAL_6.contains(address) && CLOSED_6.stream().noneMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... cidrs) {
        return List.of(cidrs).stream().map(Network::of).toList();
    }

    private record Network(BigInteger first, int bytes, int prefix) {

        static Network of(String cidr) {
            if (!LITERAL.matcher(cidr).matches()) {
                throw new IllegalArgumentException("no network such as 10.0.0.0/8: " + cidr);
            }
            try {
                String[] parts = cidr.split("/", -1);
                byte[] address = InetAddress.getByName(parts[0]).getAddress();
                int prefix = Integer.parseInt(parts[1]);
                if (prefix > address.length * 8) {
                    throw new IllegalArgumentException("no network such as 10.0.0.0/8: " + cidr);
                }
                return new Network(
                        new BigInteger(1, address).shiftRight(address.length * 8 - prefix), address.length, prefix);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("no network such as 10.0.0.0/8: " + cidr, e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] other = address.getAddress();
            return other.length == bytes
                    && new BigInteger(1, other).shiftRight(bytes * 8 - prefix).equals(first);
        }
    }
}
