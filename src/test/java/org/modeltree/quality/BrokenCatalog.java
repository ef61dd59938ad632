package org.modeltree.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Test catalog with one vendor per quality rule, named after it. The vendor's model {@code broken} just breaks the rule
 * and its twin {@code sound} just does not. Neither breaks any other rule.
 */
final class BrokenCatalog {

    /** Lifecycle and offering dates that are set by SQL, because the records of this catalog do not have them. */
    static final List<String> DATES = List.of(
            lifecycle("lifecycle-out-of-order/broken", "release", "2020-03-01", "day"),
            lifecycle("lifecycle-out-of-order/broken", "deprecated", "2020-02-01", "month"),
            // March may mean any day up to the 31st, so it is not certainly before that day.
            lifecycle("lifecycle-out-of-order/sound", "release", "2020-03-31", "day"),
            lifecycle("lifecycle-out-of-order/sound", "deprecated", "2020-03-01", "month"),
            lifecycle("lifecycle-against-dates/broken", "retired", "2020-01-01", "year"),
            lifecycle("lifecycle-against-dates/sound", "retired", "2090-01-01", "year"),
            lifecycle("retired-without-date/sound", "retired", "2020-01-01", "day"),
            lifecycle("retired-but-offered/broken", "retired", "2020-01-01", "day"),
            lifecycle("retired-but-offered/sound", "retired", "2020-01-01", "day"),
            lifecycle("retired-but-offered-by-publisher/broken", "retired", "2020-01-01", "day"),
            lifecycle("retired-but-offered-by-publisher/sound", "retired", "2020-01-01", "day"),
            lifecycle("availability-contradicted/broken", "retired", "2020-01-01", "month"),
            lifecycle("availability-contradicted/sound", "retired", "2020-01-01", "month"),
            // July is certainly after June, and the last day of June is not.
            lifecycle("measured-after-retirement/broken", "retired", "2023-06-01", "month"),
            lifecycle("measured-after-retirement/sound", "retired", "2023-06-01", "month"),
            lifecycle("successor-retired/gone", "retired", "2020-01-01", "day"),
            "update model set successor_id = 'successor-retired/gone' where id = 'successor-retired/broken'",
            "update model set successor_id = 'successor-retired/here' where id = 'successor-retired/sound'",
            ended("retired-but-offered/sound-ended", "2021-01-01"),
            ended("retired-but-offered-by-publisher/sound", "2021-01-01"),
            ended("ended-offering-priced/broken", "2021-01-01"),
            ended("ended-offering-priced/sound", "2090-01-01"),
            ended("ended-offering-priced/sound-over", "2021-01-01"));

    private static final List<String> UNNAMED = List.of("vendor-unnamed");

    private final List<String> records = new ArrayList<>();

    private BrokenCatalog() {}

    static String ndjson() {
        BrokenCatalog catalog = new BrokenCatalog();
        catalog.common();
        catalog.limits();
        catalog.lifecycles();
        catalog.offerings();
        catalog.missing();
        catalog.measurements();
        catalog.availability();
        return String.join("\n", catalog.records);
    }

    private static String lifecycle(String model, String stage, String date, String precision) {
        return "update model set %1$s_date = '%2$s', %1$s_precision = '%3$s' where id = '%4$s'"
                .formatted(stage, date, precision, model);
    }

    private static String ended(String offering, String date) {
        return "update offering set retired_date = '%s', retired_precision = 'day' where provider_model_id = '%s'"
                .formatted(date, offering);
    }

    private void common() {
        add("{'type':'benchmark','id':'context-window','label':'Context window','unit':'tokens'}");
        add("{'type':'benchmark','id':'max-output','label':'Output limit','unit':'tokens'}");
        add("{'type':'benchmark','id':'fix-rate','label':'Fix rate','unit':'percent'}");
        add("{'type':'benchmark','id':'input-price','label':'Input price','unit':'usd_per_1m_tokens'}");
        add("{'type':'capability','id':'context','label':{'en':'Context'},'description':{'en':'Context.'},"
                + "'benchmark':'context-window','scale':{'kind':'log','floor':2048,'ceiling':2097152}}");
        add("{'type':'capability','id':'price','label':{'en':'Price'},'description':{'en':'Price.'},"
                + "'benchmark':'input-price','scale':{'kind':'log','floor':60,'ceiling':0.05}}");
    }

    private void limits() {
        model("claim-contradicted/broken", "");
        measurement("claim-contradicted/broken", "context-window", "2048", "");
        measurement("claim-contradicted/broken", "input-price", "2", "'date':'2026'");
        card("claim-contradicted/broken", claim("context", "2048"), claim("context", "2049"), claim("price", "2"));
        model("claim-contradicted/sound", "");
        card("claim-contradicted/sound", claim("context", "9999999"));

        model("cutoff-after-release/broken", "'releaseDate':'2023-05-31','knowledgeCutoff':'2023-06'");
        model("cutoff-after-release/sound", "'releaseDate':'2023-06-01','knowledgeCutoff':'2023-06'");

        model("output-above-context/broken", "");
        measurement("output-above-context/broken", "context-window", "4096", "");
        measurement("output-above-context/broken", "max-output", "4097", "");
        model("output-above-context/sound", "");
        measurement("output-above-context/sound", "context-window", "4096", "");
        measurement("output-above-context/sound", "max-output", "4095", "");
        for (String model : List.of("broken", "sound")) {
            model("output-equals-context/" + model, "");
            measurement("output-equals-context/" + model, "context-window", "4096", "");
        }
        measurement("output-equals-context/broken", "max-output", "4096", "");
        measurement("output-equals-context/sound", "max-output", "4095", "");

        model("not-applicable-but-known/broken", "'parameters':7,'parametersStatus':'not_applicable'");
        model("not-applicable-but-known/sound", "'parametersStatus':'not_applicable'");
    }

    private void lifecycles() {
        model("lifecycle-out-of-order/broken", "'lifecycle':'deprecated'");
        model("lifecycle-out-of-order/sound", "'lifecycle':'deprecated'");
        model("lifecycle-against-dates/broken", "'lifecycle':'released'");
        model("lifecycle-against-dates/sound", "'lifecycle':'released'");
        model("released-in-future/broken", "'lifecycle':'released','releaseDate':'2090'");
        model("released-in-future/sound", "'lifecycle':'announced','releaseDate':'2090'");
        model("retired-without-date/broken", "'lifecycle':'retired'");
        model("retired-without-date/sound", "'lifecycle':'retired'");
        for (String model : List.of("broken", "sound", "gone", "here")) {
            model("successor-retired/" + model, model.equals("gone") ? "'lifecycle':'retired'" : "");
        }
        add("{'type':'model','id':'lifecycle-without-source/broken','name':'Broken','lifecycle':'released',"
                + "'contextWindowStatus':'not_disclosed','sources':[{'facts':['name'],'source':'https://s.example'}]}");
        model("lifecycle-without-source/sound", "'lifecycle':'released'");
        for (String model : List.of("broken", "sound", "parent")) {
            model("edge-source-without-lineage/" + model, "");
        }
        String edge = "{'type':'edge','child':'edge-source-without-lineage/%s',"
                + "'parent':'edge-source-without-lineage/parent','relation':'fine_tune','source':'https://%s/x'}";
        add(edge.formatted("broken", "www.Models.dev"));
        add(edge.formatted("sound", "models.dev.example"));
        model("parent-after-child/broken", "'releaseDate':'2023-05'");
        model("parent-after-child/sound", "'releaseDate':'2023-06'");
        model("parent-after-child/parent", "'releaseDate':'2023-06-01'");
        add(
                "{'type':'edge','child':'parent-after-child/broken','parent':'parent-after-child/parent','relation':'fine_tune'}");
        add(
                "{'type':'edge','child':'parent-after-child/sound','parent':'parent-after-child/parent','relation':'fine_tune'}");
    }

    private void offerings() {
        model("offering-output-above-context/broken", "");
        offering("offering-output-above-context/broken", "'contextWindow':1000,'maxOutput':1001");
        model("offering-output-above-context/sound", "");
        offering("offering-output-above-context/sound", "'contextWindow':1000,'maxOutput':1000");

        for (String model : List.of("broken", "sound")) {
            model("offering-context-above-model/" + model, "");
            measurement("offering-context-above-model/" + model, "context-window", "1000000", "");
        }
        offering("offering-context-above-model/broken", "'contextWindow':1050001");
        offering("offering-context-above-model/sound", "'contextWindow':1050000");

        for (String model : List.of("broken", "sound")) {
            model("retired-but-offered/" + model, "'lifecycle':'retired'");
        }
        offering("retired-but-offered/broken", "'prices':[{'kind':'free'}]");
        offering("retired-but-offered/sound", "'prices':[{'kind':'free','to':'2020-01-01'}]");
        offering("retired-but-offered/sound-ended", "");

        for (String model : List.of("broken", "sound")) {
            model("retired-but-offered-by-publisher/" + model, "'lifecycle':'retired'");
            publisher("retired-but-offered-by-publisher/" + model, "");
            model("price-against-offering/" + model, "");
            publisher("price-against-offering/" + model, "'prices':[{'kind':'metered','input':'3','output':'9'}]");
            model("released-without-offering/" + model, "'lifecycle':'released','openWeights':false");
        }
        measurement("price-against-offering/broken", "input-price", "2", "");
        measurement("price-against-offering/sound", "input-price", "3", "");
        offering("released-without-offering/broken", "'prices':[{'kind':'free','to':'2020-01-01'}]");
        offering("released-without-offering/sound", "");

        for (String model : List.of("broken", "sound")) {
            model("ended-offering-priced/" + model, "");
        }
        offering("ended-offering-priced/broken", "'prices':[{'kind':'free'}]");
        offering("ended-offering-priced/sound", "'prices':[{'kind':'free'}]");
        offering("ended-offering-priced/sound-over", "'prices':[{'kind':'free','to':'2021-01-01'}]");

        for (String model : List.of("broken", "sound")) {
            model("stale-facts/" + model, "");
        }
        offering("stale-facts/broken", "'date':'2010-05'");
        offering("stale-facts/sound", "'date':'2090-05'");

        for (String model : List.of("broken", "sound")) {
            model("price-outlier/" + model, "");
            model("context-outlier/" + model, "");
        }
        // 50 times the median of the other two, which is 2. Prices of another mode or of the past do not count.
        offering("price-outlier/broken", "'prices':[{'kind':'metered','input':'100'}]");
        offering("price-outlier/broken-1", "'prices':[{'kind':'metered','input':'1','output':'9'}]");
        offering("price-outlier/broken-2", "'prices':[{'kind':'metered','input':'3'}]");
        offering("price-outlier/sound", "'prices':[{'kind':'metered','input':'99.99'}]");
        offering(
                "price-outlier/sound-1",
                "'prices':[{'kind':'metered','input':'1'},{'kind':'metered','mode':'batch','input':'900'}]");
        offering(
                "price-outlier/sound-2",
                "'prices':[{'kind':'metered','input':'3','from':'2020-01-01'},{'kind':'metered','input':'900','to':'2020-01-01'}]");
        offering("context-outlier/broken", "'contextWindow':98");
        offering("context-outlier/broken-1", "'contextWindow':9800");
        offering("context-outlier/broken-2", "'contextWindow':10000");
        offering("context-outlier/sound", "'contextWindow':99");
        offering("context-outlier/sound-1", "'contextWindow':9800");
        offering("context-outlier/sound-2", "'contextWindow':10000");

        for (String model : List.of("broken", "sound")) {
            model("output-cheaper-than-input/" + model, "");
        }
        offering("output-cheaper-than-input/broken", "'prices':[{'kind':'metered','input':'5','output':'0.05'}]");
        offering("output-cheaper-than-input/sound", "'prices':[{'kind':'metered','input':'5','output':'0.0501'}]");
    }

    private void missing() {
        add("{'type':'model','id':'no-context/broken','name':'Broken',%s}".formatted(SOURCES));
        model("no-context/sound", "");
        add("{'type':'model','id':'no-source/broken','name':'Broken','contextWindowStatus':'not_disclosed'}");
        model("no-source/sound", "");
        model("no-lineage/broken", "'family':'clan'");
        model("no-lineage/sound", "'family':'clan'");
        model("no-lineage/sound-child", "");
        model("no-lineage/sound-other", "'family':'other'");
        add("{'type':'edge','child':'no-lineage/sound-child','parent':'no-lineage/sound','relation':'fine_tune'}");
        model("vendor-unnamed/broken", "");
        add("{'type':'vendor','id':'named-so','name':'named-so','url':'https://named-so.example'}");
        add("{'type':'model','id':'named-so/sound','name':'Sound','contextWindowStatus':'not_disclosed',%s}"
                .formatted(SOURCES));
        add(
                "{'type':'model','id':'duplicate-suspected/bro-ken_7.b','name':'Broken','contextWindowStatus':'not_disclosed',%s}"
                        .formatted(SOURCES));
        add(
                "{'type':'model','id':'duplicate-suspected/broken7b','name':'Another','contextWindowStatus':'not_disclosed',%s}"
                        .formatted(SOURCES));
        model("duplicate-suspected/sound", "");
        model("duplicate-suspected/sound-1.3b", "");
        model("duplicate-suspected/sound-13b", "");
        add(
                "{'type':'model','id':'duplicate-suspected/sound-plus','name':'Sound+','contextWindowStatus':'not_disclosed',%s}"
                        .formatted(SOURCES));
    }

    private void measurements() {
        for (String model : List.of("broken", "sound")) {
            model("measurements-disagree/" + model, "");
            model("measured-before-release/" + model, "'releaseDate':'2023-06-01'");
        }
        measurement("measurements-disagree/broken", "fix-rate", "20", "");
        add(
                "{'type':'measurement','model':'measurements-disagree/broken','benchmark':'fix-rate','raw':21.01,'source':'https://t.example'}");
        measurement("measurements-disagree/sound", "fix-rate", "20", "");
        add(
                "{'type':'measurement','model':'measurements-disagree/sound','benchmark':'fix-rate','raw':21,'source':'https://t.example','date':'2001'}");
        add(
                "{'type':'measurement','model':'measurements-disagree/sound','benchmark':'fix-rate','raw':60,'source':'https://t.example','verified':true}");
        add(
                "{'type':'measurement','model':'measurements-disagree/sound','benchmark':'fix-rate','raw':60,'source':'https://u.example','harness':'other'}");
        add(
                "{'type':'measurement','model':'measurements-disagree/sound','benchmark':'fix-rate','raw':60,'source':'https://t.example','date':'2000'}");
        measurement("measured-before-release/broken", "fix-rate", "20", "'date':'2022-05'");
        measurement("measured-before-release/sound", "fix-rate", "20", "'date':'2022-06'");
        for (String model : List.of("broken", "sound")) {
            model("measured-after-retirement/" + model, "'lifecycle':'retired'");
            measurement("measured-after-retirement/" + model, "context-window", "4096", "'date':'2024'");
        }
        measurement("measured-after-retirement/broken", "fix-rate", "20", "'date':'2023-07'");
        measurement("measured-after-retirement/sound", "fix-rate", "20", "'date':'2023-06-30'");
    }

    private void availability() {
        model("availability-contradicted/broken", "'lifecycle':'retired','openWeights':false");
        stated("availability-contradicted/broken", "'api':'available','openSource':'not_released'");
        // Open weights need no publisher.
        model("availability-contradicted/sound", "'lifecycle':'retired','openWeights':true");
        offering("availability-contradicted/sound", "");
        stated("availability-contradicted/sound", "'api':'available','openSource':'released'");
        model("availability-unknown/broken", "");
        add(
                "{'type':'card','model':'availability-unknown/broken','availability':{'product':'unknown','enterprise':'limited'}}");
        model("availability-unknown/sound", "");
        stated("availability-unknown/sound", "'api':'unknown'");
    }

    private static final String SOURCES = "'sources':[{'facts':['name','lifecycle'],'source':'https://s.example'}]";

    private final TreeSet<String> vendors = new TreeSet<>(UNNAMED);

    /** Adds a model that breaks no rule except through the given fields. */
    private void model(String id, String more) {
        String vendor = id.substring(0, id.indexOf('/'));
        if (vendors.add(vendor)) {
            add("{'type':'vendor','id':'%s','name':'The %s'}".formatted(vendor, vendor));
        }
        String slug = id.substring(id.indexOf('/') + 1);
        add("{'type':'model','id':'%s','name':'%s','contextWindowStatus':'not_disclosed',%s%s}"
                .formatted(
                        id,
                        slug.substring(0, 1).toUpperCase(Locale.ROOT) + slug.substring(1),
                        SOURCES,
                        appended(more)));
    }

    private void measurement(String model, String benchmark, String raw, String more) {
        add("{'type':'measurement','model':'%s','benchmark':'%s','raw':%s,'source':'https://s.example'%s}"
                .formatted(model, benchmark, raw, appended(more)));
    }

    /** Adds an offering. Its id is the model's, with a suffix where a model has several offerings. */
    private void offering(String id, String more) {
        add("{'type':'offering','provider':'host','id':'%s','model':'%s'%s}"
                .formatted(id, id.replaceFirst("/(broken|sound)-\\w+$", "/$1"), appended(more)));
    }

    /** Adds an offering of the model's publisher. */
    private void publisher(String model, String more) {
        String vendor = model.substring(0, model.indexOf('/'));
        add("{'type':'offering','provider':'%s','id':'%s','model':'%s'%s}"
                .formatted(vendor, model, model, appended(more)));
    }

    private void card(String model, String... claims) {
        add("{'type':'card','model':'%s',%s,'coreCapabilities':[%s]}"
                .formatted(model, "'availability':{" + STATED + "}", String.join(",", claims)));
    }

    private static final String STATED = "'product':'not_available','enterprise':'contact_sales'";

    private void stated(String model, String availability) {
        add("{'type':'card','model':'%s','availability':{%s,%s}}".formatted(model, STATED, availability));
    }

    private static String claim(String capability, String raw) {
        return "{'id':'can','label':{'en':'Can'},'description':{'en':'Can.'},'requires':{'capability':'%s','raw':%s}}"
                .formatted(capability, raw);
    }

    private static String appended(String more) {
        return more.isEmpty() ? "" : "," + more;
    }

    private void add(String json) {
        records.add(json.replace('\'', '"'));
    }
}
