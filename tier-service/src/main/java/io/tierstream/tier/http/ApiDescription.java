package io.tierstream.tier.http;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
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
class ApiDescription implements SmartInitializingSingleton {

    private final SpringDocConfigProperties properties;

    ApiDescription(SpringDocConfigProperties properties) {
        this.properties = properties;
    }

    /** After springdoc's own converters, which are asked after it then: one of them fails at Jackson's nodes. */
    @Override
    public void afterSingletonsInstantiated() {
        ModelConverters.getInstance(properties.isOpenapi31()).addConverter(new JsonObjects());
    }

    /** An {@link ObjectNode} is an object without a shape of its own. */
    private static final class JsonObjects implements ModelConverter {

        @Override
        public @Nullable Schema<?> resolve(
                AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> others) {
            if (Json.mapper().constructType(type.getType()).hasRawClass(ObjectNode.class)) {
                Schema<?> object = new ObjectSchema();
                SpringDocUtils.handleSchemaTypes(object);
                return object;
            }
            return others.hasNext() ? others.next().resolve(type, context, others) : null;
        }
    }
}
