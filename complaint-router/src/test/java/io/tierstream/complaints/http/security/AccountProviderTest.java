package io.tierstream.complaints.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

class AccountProviderTest {

    private final Attempts attempts = new Attempts(Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC));
    private final AccountProvider provider = new AccountProvider(
            List.of(new SecurityProperties.Account(
                    "olga", Role.OPS, "{bcrypt}" + new BCryptPasswordEncoder(8).encode("right"))),
            attempts);

    @Test
    void shouldCountGuessesThatAreMadeAtOnce() throws InterruptedException {
        AtomicInteger looked = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService guessers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                guessers.execute(() -> {
                    try {
                        go.await();
                        signIn("olga", "wrong");
                    } catch (BadCredentialsException e) {
                        looked.incrementAndGet();
                    } catch (LockedException e) {
                        refused.incrementAndGet();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            go.countDown();
        }

        assertThat(looked).hasValue(5);
        assertThat(refused).hasValue(95);
    }

    @Test
    void shouldTakeANameInAnyCaseForTheSameAccount() {
        for (String name : List.of("olga", "OLGA", "Olga", "oLGA", "olgA")) {
            assertThatThrownBy(() -> signIn(name, "wrong")).isInstanceOf(BadCredentialsException.class);
        }

        assertThatThrownBy(() -> signIn("OlGa", "right")).isInstanceOf(LockedException.class);
    }

    @Test
    void shouldNotCountSuccessAgainstAnAddress() {
        for (int i = 0; i < 50; i++) {
            assertThat(signIn("olga", "right")).isTrue();
        }
    }

    @Test
    void shouldKeepNothingOfNamesThatAreTooLong() {
        String name = "x".repeat(101);
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> signIn(name, "wrong")).isInstanceOf(BadCredentialsException.class);
        }

        assertThat(signIn("olga", "right")).isTrue();
    }

    private boolean signIn(String name, String password) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr("192.0.2.1");
        UsernamePasswordAuthenticationToken attempt =
                UsernamePasswordAuthenticationToken.unauthenticated(name, password);
        attempt.setDetails(new WebAuthenticationDetails(request));
        return provider.authenticate(attempt).isAuthenticated();
    }
}
