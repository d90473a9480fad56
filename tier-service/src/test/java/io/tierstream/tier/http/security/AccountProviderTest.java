package io.tierstream.tier.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class AccountProviderTest {

    private final AccountProvider accounts = new AccountProvider(
            List.of(new SecurityProperties.Account(
                    "olga", Role.OPS, "{bcrypt}" + new BCryptPasswordEncoder(10).encode("right"))),
            new Attempts(Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC)));

    @Test
    void shouldLookAtNoMoreGuessesAtOnceThanOneAfterTheOther() throws Exception {
        int guesses = 24;
        CountDownLatch ready = new CountDownLatch(guesses);
        List<Future<AuthenticationException>> answers = new ArrayList<>();
        try (ExecutorService guessing = Executors.newFixedThreadPool(guesses)) {
            for (int i = 0; i < guesses; i++) {
                String password = "guess-" + i;
                answers.add(guessing.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return refusal("olga", password);
                }));
            }
        }

        List<Class<?>> refusals = new ArrayList<>();
        for (Future<AuthenticationException> answer : answers) {
            refusals.add(answer.get().getClass());
        }
        assertThat(refusals.stream().filter(BadCredentialsException.class::equals))
                .hasSize(5);
        assertThat(refusals.stream().filter(LockedException.class::equals)).hasSize(guesses - 5);
    }

    @Test
    void shouldNotCountWhoSignsIn() {
        for (int i = 0; i < 25; i++) {
            assertThat(signIn("olga", "right").isAuthenticated()).isTrue();
        }
    }

    @Test
    void shouldCountAnAccountHoweverItsNameIsWritten() {
        for (String name : List.of("olga", "Olga", "OLGA", "oLGa", "olgA")) {
            assertThat(refusal(name, "wrong")).isInstanceOf(BadCredentialsException.class);
        }

        assertThat(refusal("OlGa", "right")).isInstanceOf(LockedException.class);
    }

    @Test
    void shouldRefuseAnEndlessNameBeforeAnythingIsKeptOfIt() {
        for (int i = 0; i < 25; i++) {
            assertThat(refusal("o".repeat(101 + i), "wrong")).isInstanceOf(BadCredentialsException.class);
        }

        assertThat(signIn("olga", "right").isAuthenticated()).isTrue();
    }

    @Test
    void shouldSlowDownAnAddressThatTriesManyNames() {
        for (int i = 0; i < 20; i++) {
            assertThat(refusal("name-" + i, "wrong")).isInstanceOf(BadCredentialsException.class);
        }

        assertThatThrownBy(() -> signIn("olga", "right")).isInstanceOf(LockedException.class);
    }

    private Authentication signIn(String name, String password) {
        return accounts.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(name, password));
    }

    private AuthenticationException refusal(String name, String password) {
        try {
            throw new AssertionError("signed in: " + signIn(name, password));
        } catch (AuthenticationException refused) {
            return refused;
        }
    }
}
