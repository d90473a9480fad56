package io.tierstream.scoring.http.security;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A machine that showed a configured API key. Holds the key's name, never the key. */
final class ApiKeyAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final String name;

    ApiKeyAuthentication(SecurityProperties.ApiKey key) {
        super(List.of(new SimpleGrantedAuthority(key.role().authority())));
        this.name = key.name();
        setAuthenticated(true);
    }

    @Override
    public Object getPrincipal() {
        return name;
    }

    @Override
    public Object getCredentials() {
        return "";
    }
}
