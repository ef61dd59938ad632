package org.modeltree.startup.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks each record of the starter catalog against the published schema. */
final class StarterSchema {

    private static final String SCHEMA = "META-INF/catalog.schema.json";

    private final Map<String, JsonSchema> schemas = new HashMap<>();
    private final JsonNode schema;
    private final StarterFaults faults;

    StarterSchema(StarterFaults faults) throws IOException {
        this.faults = faults;
        ObjectMapper json = new ObjectMapper();
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ENGLISH)
                .build();
        try (InputStream stream = StarterSchema.class.getClassLoader().getResourceAsStream(SCHEMA)) {
            schema = json.readTree(stream);
            for (JsonNode type : schema.at("/properties/type/enum")) {
                ObjectNode ofType = json.createObjectNode().put("$ref", "#/$defs/" + type.asText());
                ofType.set("$schema", schema.get("$schema"));
                ofType.set("$defs", schema.get("$defs"));
                schemas.put(type.asText(), factory.getSchema(ofType, config));
            }
        }
    }

    void check(List<StarterRecord> records) {
        for (StarterRecord record : records) {
            for (ValidationMessage message : schemas.get(record.type()).validate(record.json())) {
                SchemaFault fault = new SchemaFault(message, knownKeys(record, message));
                if (!fault.isConsequence()) {
                    faults.add(record.where(), inFile(record, fault.detail()));
                }
            }
        }
    }

    /** A limit is a key of its entry, so its value has no name of its own in the file. */
    private static String inFile(StarterRecord record, String detail) {
        return ModelEntry.isLimit(record.where()) ? detail.replaceFirst("^`raw` ", "") : detail;
    }

    /** Keys that may stand where an unknown key was found. */
    private List<String> knownKeys(StarterRecord record, ValidationMessage message) {
        List<String> keys = new ArrayList<>();
        if (message.getType().equals("additionalProperties")) {
            String place = message.getSchemaLocation().getFragment().toString();
            String properties = place.substring(0, place.lastIndexOf('/')) + "/properties";
            schema.at(properties).fieldNames().forEachRemaining(keys::add);
            if (record.type().equals("model") && message.getInstanceLocation().getNameCount() == 0) {
                keys.addAll(ModelEntry.OTHER_KEYS);
            }
        }
        return keys;
    }
}
