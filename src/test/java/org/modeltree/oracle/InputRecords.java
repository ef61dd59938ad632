package org.modeltree.oracle;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The record types of the catalog format. Components have the names of the JSON keys. */
final class InputRecords {
    private InputRecords() {}

    record VendorRecord(String id, String name, String url) {}

    record BenchmarkRecord(String id, String label, String unit, String url) {}

    record Localized(String en, String zh) {
        /** The text in a language; English if there is no Chinese text. */
        String in(String lang) {
            return lang.equals("zh") && zh != null ? zh : en;
        }
    }

    record Scale(String kind, BigDecimal floor, BigDecimal ceiling) {
        boolean logarithmic() {
            return kind.equals("log");
        }

        boolean lowerIsBetter() {
            return floor.compareTo(ceiling) > 0;
        }
    }

    record CapabilityRecord(
            String id, Localized label, Localized description, Localized basis, String benchmark, Scale scale) {}

    record ProviderRecord(String id, String name, String url) {}

    record LinkItem(String type, String url) {}

    record ModalitiesItem(List<String> input, List<String> output) {}

    record ModelText(String subtitle, String summary) {}

    record ModelTexts(ModelText en, ModelText zh) {}

    record SourceItem(List<String> facts, String source, String date, String origin) {}

    record ModelRecord(
            String id,
            String name,
            String family,
            String kind,
            String releaseDate,
            String lifecycle,
            String announcedDate,
            String deprecatedDate,
            String retiredDate,
            String successor,
            Long parameters,
            String parametersStatus,
            String contextWindowStatus,
            String maxOutputStatus,
            String pricingStatus,
            Boolean openWeights,
            String licence,
            ModalitiesItem modalities,
            String knowledgeCutoff,
            List<LinkItem> links,
            List<String> aliases,
            ModelTexts texts,
            List<SourceItem> sources) {}

    record EdgeRecord(String child, String parent, String relation, String method, String source, String date) {}

    /** A deleted model. */
    record DeletedRecord(String id, String successor) {}

    record MeasurementRecord(
            String id,
            String model,
            String benchmark,
            BigDecimal raw,
            BigDecimal standardError,
            Long sampleSize,
            String source,
            String date,
            Boolean verified,
            String harness,
            Map<String, String> settings,
            String origin) {
        /** The explicit id, otherwise the beginning of a hash over what identifies the statement. */
        String idOrDerived() {
            if (id != null) {
                return id;
            }
            String said =
                    String.join("\n", benchmark, source, date == null ? "" : date, harness == null ? "" : harness);
            if (settings != null) {
                for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
                    said += "\n" + setting.getKey() + ": " + setting.getValue();
                }
            }
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(hash).substring(0, 12);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        boolean countsAsVerified() {
            return Boolean.TRUE.equals(verified);
        }

        /** The same statement with other settings and their result. */
        MeasurementRecord with(String newId, BigDecimal newRaw, Map<String, String> newSettings) {
            return new MeasurementRecord(
                    newId, model, benchmark, newRaw, null, null, source, date, verified, harness, newSettings, origin);
        }

        /** The same statement with evidence. */
        MeasurementRecord with(BigDecimal newError, Long newSize) {
            return new MeasurementRecord(
                    id, model, benchmark, raw, newError, newSize, source, date, verified, harness, settings, origin);
        }
    }

    record WindowItem(String from, String to, String timeZone, List<String> days) {}

    record PriceItem(
            String kind,
            String mode,
            String currency,
            Long minContextTokens,
            WindowItem window,
            String from,
            String to,
            String input,
            String output,
            String cacheRead,
            String cacheWrite,
            String cacheWriteOneHour,
            String perOutputImage) {
        @JsonIgnore
        boolean isUsd() {
            return currency == null;
        }

        String modeOrStandard() {
            return mode == null ? "standard" : mode;
        }

        long minContextOrZero() {
            return minContextTokens == null ? 0 : minContextTokens;
        }
    }

    record OfferingRecord(
            String provider,
            String id,
            String model,
            Long contextWindow,
            Long maxOutput,
            String source,
            String date,
            String retiredDate,
            String origin,
            List<PriceItem> prices) {
        List<PriceItem> priceList() {
            return prices == null ? List.of() : prices;
        }
    }

    record AvailabilityItem(String api, String product, String openSource, String enterprise) {}

    /** A tool; its name is a text, or {@link Localized}. */
    record ToolItem(Object name, String url) {
        String nameIn(String lang) {
            return name instanceof Localized localized ? localized.in(lang) : (String) name;
        }
    }

    record Requirement(String capability, BigDecimal raw) {}

    record Claim(String id, Localized label, Localized description, Requirement requires) {}

    record CardText(
            String whyItMatters,
            String pricingNote,
            List<String> feelsLike,
            List<String> bestFor,
            List<String> notFor) {}

    record CardTexts(CardText en, CardText zh) {}

    record CardRecord(
            String model,
            AvailabilityItem availability,
            String pricingKind,
            List<ToolItem> tools,
            List<Claim> coreCapabilities,
            CardTexts texts) {}
}
