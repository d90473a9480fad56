package io.tierstream.tier.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    private final Networks networks = new Networks(List.of("10.1.0.0/16", "fd00:1::/32"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "127.8.8.8",
                "10.0.0.1",
                "10.2.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd00:2::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "2001:db8::1"
            })
    void shouldNotCallWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(networks.mayCall(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "93.184.216.34", "172.32.0.1", "192.167.0.1", "2606:4700::1111", "2a00:1450::1"})
    void shouldCallWhatIsPublic(String address) throws UnknownHostException {
        assertThat(networks.mayCall(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.1", "10.1.255.255", "fd00:1::5"})
    void shouldCallWhatIsAllowed(String address) throws UnknownHostException {
        assertThat(networks.mayCall(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost/8", "10.0.0.0", "10.0.0.0/33", "example.org/8", "10.0.0.0/x"})
    void shouldRefuseWhatIsNoNetwork(String network) {
        List<String> wrong = List.of(network);

        assertThatThrownBy(() -> new Networks(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
}
