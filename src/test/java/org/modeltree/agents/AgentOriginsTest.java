package org.modeltree.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentOriginsTest {

    private record Settings(Optional<List<String>> origins) implements AgentSettings {

        @Override
        public boolean enabled() {
            return true;
        }
    }

    private static boolean allows(List<String> settings, String... origins) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String origin : origins) {
            headers.add("Origin", origin);
        }
        HttpServerRequest request = (HttpServerRequest) Proxy.newProxyInstance(
                AgentOriginsTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> headers);
        return new AgentOrigins(new Settings(Optional.ofNullable(settings))).allow(request);
    }

    @Test
    void programs_and_pages_of_the_same_machine_are_allowed_and_no_others() {
        assertEquals(true, allows(null));
        assertEquals(true, allows(null, "http://localhost:6274"));
        assertEquals(true, allows(null, "HTTPS://LOCALHOST"));
        assertEquals(false, allows(null, "https://catalog.example"));
        assertEquals(false, allows(null, "http://localhost.example"));
        assertEquals(false, allows(null, "null"));
        assertEquals(false, allows(null, ""));
        assertEquals(false, allows(null, "http://localhost", "https://evil.example"));
    }

    @Test
    void the_settings_name_others() {
        List<String> settings = List.of(" https://Agent.example ", "https://b.example:8443");
        assertEquals(true, allows(settings, "https://agent.example"));
        assertEquals(true, allows(settings, "https://b.example:8443"));
        assertEquals(false, allows(settings, "https://b.example"));
        assertEquals(true, allows(List.of("*"), "https://any.example"));
        assertThrows(ConfigurationException.class, () -> allows(List.of("agent.example"), "https://agent.example"));
    }
}
