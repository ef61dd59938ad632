package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Severity;

/** Output costs a small fraction of input. */
@Singleton
class OutputCheaperThanInput extends DatedRule {
    OutputCheaperThanInput(Clock clock) {
        super(
                clock,
                "output_cheaper_than_input",
                Severity.WARNING,
                "In a price in US dollars that has not ended, output costs something, but at most a hundredth of "
                        + "input. The two amounts are probably in different units.",
                """
                select o.model_id as model,
                       'offerings/' || o.provider_id || '/' || o.provider_model_id || '/prices/' || (p.position - 1) as fact,
                       json_build_object(
                           'input', cast(trim_scale(p.input_usd) as text), 'output', cast(trim_scale(p.output_usd) as text),
                           'unit', 'usd_per_1m_tokens') as evidence
                from scope m
                join offering o on o.model_id = m.id
                join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                where p.output_usd > 0 and p.output_usd * 100 <= p.input_usd
                  and (p.valid_to is null or p.valid_to > :today) and %s
                """.formatted(CurrentSql.OFFERING));
    }

    @Override
    public String detail(Evidence evidence) {
        return "Output costs " + evidence.text("output") + " USD per 1M tokens, but input costs "
                + evidence.text("input") + " USD.";
    }
}
