package io.tierstream.tier.http.security;

import java.util.List;
import java.util.Locale;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Signs local accounts in. Guessing is slowed down: one account from one address after 5 failures, any accounts from one
 * address after 20; an attempt that comes too early is refused unseen, with {@link LockedException}. However a name is
 * written, it is the same account.
 */
final class AccountProvider implements AuthenticationProvider {

    private static final int FORGIVEN_PER_ACCOUNT = 5;
    private static final int FORGIVEN_PER_ADDRESS = 20;

    private final DaoAuthenticationProvider accounts;
    private final Attempts attempts;

    AccountProvider(List<SecurityProperties.Account> accounts, Attempts attempts) {
        List<UserDetails> users = accounts.stream()
                .map(account -> User.withUsername(account.name())
                        .password(account.password())
                        .authorities(account.role().authority())
                        .build())
                .toList();
        this.accounts = new DaoAuthenticationProvider(new InMemoryUserDetailsManager(users));
        this.accounts.setPasswordEncoder(PasswordEncoderFactories.createDelegatingPasswordEncoder());
        this.attempts = attempts;
    }

    @Override
    public Authentication authenticate(Authentication authentication) throws AuthenticationException {
        if (authentication.getName().length() > SecurityProperties.LONGEST_NAME) {
            throw new BadCredentialsException("Not an account");
        }
        String from = authentication.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "unknown";
        String address = "sign-in from " + from;
        String account = "account " + authentication.getName().toLowerCase(Locale.ROOT) + " from " + from;
        if (attempts.begin(address, FORGIVEN_PER_ADDRESS).isPositive()) {
            throw new LockedException("Too many attempts");
        }
        if (attempts.begin(account, FORGIVEN_PER_ACCOUNT).isPositive()) {
            attempts.undo(address);
            throw new LockedException("Too many attempts");
        }
        Authentication signedIn = accounts.authenticate(authentication);
        if (signedIn == null) {
            throw new BadCredentialsException("Not an account");
        }
        attempts.succeeded(account);
        attempts.undo(address);
        return signedIn;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
