package org.modeltree.oracle.generated;

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
public final class InputRecords {
    private InputRecords() {}

    public record VendorRecord(String id, String name, String url) {}

    public record BenchmarkRecord(String id, String label, String unit, String url) {}

    public record Localized(String en, String zh) {
        /** The text in a language; English if there is no Chinese text. */
        public String in(String lang) {
            return lang.equals("zh") && zh != null ? zh : en;
        }
    }

    public record Scale(String kind, BigDecimal floor, BigDecimal ceiling) {
        public boolean logarithmic() {
            return kind.equals("log");
        }

        public boolean lowerIsBetter() {
            return floor.compareTo(ceiling) > 0;
        }
    }

    public record CapabilityRecord(
            String id, Localized label, Localized description, Localized basis, String benchmark, Scale scale) {}

    public record ProviderRecord(String id, String name, String url) {}

    public record LinkItem(String type, String url) {}

    public record ModalitiesItem(List<String> input, List<String> output) {}

    public record ModelText(String subtitle, String summary) {}

    public record ModelTexts(ModelText en, ModelText zh) {}

    public record SourceItem(List<String> facts, String source, String date, String origin) {}

    public record ModelRecord(
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
            List<LinkItem> webLinks,
            List<String> aliases,
            ModelTexts texts,
            List<SourceItem> sources) {}

    public record EdgeRecord(String child, String parent, String relation, String method, String source, String date) {}

    /** A deleted model. */
    public record DeletedRecord(String id, String successor) {}

    public record MeasurementRecord(
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
        /** The explicit id, otherwise the beginning of a hash over the content. */
        public String idOrDerived() {
            if (id != null) {
                return id;
            }
            String said = String.join(
                    "\n",
                    benchmark,
                    raw.signum() == 0 ? "0" : raw.stripTrailingZeros().toPlainString(),
                    source,
                    date == null ? "" : date,
                    harness == null ? "" : harness);
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

        public boolean countsAsVerified() {
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

    public record WindowItem(String from, String to, String timeZone, List<String> days) {}

    public record PriceItem(
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
        public boolean isUsd() {
            return currency == null;
        }

        public String modeOrStandard() {
            return mode == null ? "standard" : mode;
        }

        public long minContextOrZero() {
            return minContextTokens == null ? 0 : minContextTokens;
        }
    }

    public record OfferingRecord(
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
        public List<PriceItem> priceList() {
            return prices == null ? List.of() : prices;
        }
    }

    public record AvailabilityItem(String api, String product, String openSource, String enterprise) {}

    /** A tool; its name is a text, or {@link Localized}. */
    public record ToolItem(Object name, String url) {
        public String nameIn(String lang) {
            return name instanceof Localized localized ? localized.in(lang) : (String) name;
        }
    }

    public record Requirement(String capability, BigDecimal raw) {}

    public record Claim(String id, Localized label, Localized description, Requirement requires) {}

    public record CardText(
            String whyItMatters,
            String pricingNote,
            List<String> feelsLike,
            List<String> bestFor,
            List<String> notFor) {}

    public record CardTexts(CardText en, CardText zh) {}

    public record CardRecord(
            String model,
            AvailabilityItem availability,
            String pricingKind,
            List<ToolItem> tools,
            List<Claim> coreCapabilities,
            CardTexts texts) {}
}
