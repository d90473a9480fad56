package io.tierstream.tier.http;

import io.swagger.v3.oas.models.media.ObjectSchema;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.node.ObjectNode;

/** What the generated API description cannot find out by itself. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    ApiDescription() {
        SpringDocUtils.getConfig().replaceWithSchema(ObjectNode.class, new ObjectSchema());
    }
}
