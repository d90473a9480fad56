package io.tierstream.tier.http;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.models.media.ObjectSchema;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.node.ObjectNode;

/** What the generated API description cannot find out by itself. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Tierstream tier-service",
                        version = "v1",
                        description = "Tiers and why, policies, reports, and tier changes as they happen."),
        security = {@SecurityRequirement(name = "key"), @SecurityRequirement(name = "token")})
@SecurityScheme(name = "key", type = SecuritySchemeType.APIKEY, in = SecuritySchemeIn.HEADER, paramName = "X-API-Key")
@SecurityScheme(name = "token", type = SecuritySchemeType.HTTP, scheme = "bearer", bearerFormat = "JWT")
class ApiDescription {

    ApiDescription() {
        SpringDocUtils.getConfig().replaceWithSchema(ObjectNode.class, new ObjectSchema());
    }
}
