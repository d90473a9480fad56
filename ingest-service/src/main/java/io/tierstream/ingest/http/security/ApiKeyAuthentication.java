package io.tierstream.ingest.http.security;

import java.util.List;
import java.util.Set;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A machine that showed a configured API key. Holds the key's name, never the key. */
public final class ApiKeyAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final Set<String> eventTypes;
    private final Set<String> sources;

    ApiKeyAuthentication(SecurityProperties.ApiKey key) {
        super(List.of(new SimpleGrantedAuthority(key.role().authority())));
        this.name = key.name();
        this.eventTypes = key.eventTypes();
        this.sources = key.sources();
        setAuthenticated(true);
    }

    /** Event types this publisher is limited to; empty: all. */
    public Set<String> eventTypes() {
        return eventTypes;
    }

    /** CloudEvents sources this publisher is limited to; empty: all. */
    public Set<String> sources() {
        return sources;
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
